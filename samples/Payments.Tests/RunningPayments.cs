using System.Net.Http.Json;
using ForceOps.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Payments.Tests;

[assembly: AssemblyFixture(typeof(ForceOpsFixture))]

namespace Payments.Tests;

/// <summary>One ForceOps for all tests of the run; each test takes an org of its own.</summary>
public sealed class ForceOpsFixture : IAsyncLifetime
{
    private ForceOpsServer? _server;

    public ForceOpsServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await ForceOpsServer.StartAsync();

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;
}

/// <summary>
/// The service under test on a free port, with an org of its own behind it. Each test ends with <see cref="AssertRightAsync"/>: in the
/// disposal it would hide the test's own error.
/// </summary>
internal sealed class RunningPayments : IAsyncDisposable
{
    // As in the settings: the service knows its secret before the webhook is made.
    internal const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly WebApplication _app;

    private RunningPayments(WebApplication app, ForceOpsOrg org)
    {
        (_app, Org) = (app, org);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    internal ForceOpsOrg Org { get; }

    internal HttpClient Http { get; }

    internal PayoutStore Store => _app.Services.GetRequiredService<PayoutStore>();

    internal static async Task<RunningPayments> StartAsync(ForceOpsFixture forceops)
    {
        var org = forceops.Server.NewOrg();
        var app = PaymentsApp.Create(
        [
            "--urls=http://127.0.0.1:0", $"--Pismo:BaseAddress={forceops.Server.Url}", $"--Pismo:Tenant={org.Tenant}", $"--Pismo:WebhookSecret={Secret}",
            "--Logging:LogLevel:Default=Error",
        ], services => services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new AsProvider())));
        await app.StartAsync();
        var payments = new RunningPayments(app, org);
        await org.AddWebhookAsync(new Uri(payments.Http.BaseAddress!, "webhooks/pismo"), Secret);
        return payments;
    }

    internal async Task<PayoutState> PayAsync(Guid id, decimal amount) => (await AskAsync(id, amount)).State;

    internal async Task<Payout> AskAsync(Guid id, decimal amount)
    {
        using var answer = await Http.PutAsJsonAsync($"payouts/{id}", new PayoutRequest(1234, amount));
        return (await answer.Content.ReadFromJsonAsync<Payout>())!;
    }

    /// <summary>Waits until the service knows the end of a payout.</summary>
    internal async Task<Payout> WaitAsync(Guid id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Store.Find(id) is not { State: not PayoutState.Pending })
            await Task.Delay(20, patience.Token);
        return Store.Find(id)!;
    }

    /// <summary>Proves the org's books, and that the service made no mistake.</summary>
    internal async Task AssertRightAsync()
    {
        await Org.AssertBooksAsync();
        await Org.AssertNoFindingsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Org.Dispose();
    }
}

/// <summary>Takes the headers out of each answer that ForceOps alone sends: the service has to do without them at the provider.</summary>
internal sealed class AsProvider : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        foreach (var name in answer.Headers.Select(header => header.Key).Where(IsOurs).ToList())
            answer.Headers.Remove(name);
        return answer;
    }

    private static bool IsOurs(string name) => name.StartsWith("x-forceops-", StringComparison.OrdinalIgnoreCase);
}
