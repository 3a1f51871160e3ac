using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ForceOps.Flow;

/// <summary>
/// The service as a client's CI starts it, once in each mode, on PostgreSQL of its own. A seed file opens the org and its accounts and says
/// where events go: what Pismo's people set up for a client. Nothing else is asked of a route that Pismo does not have.
/// </summary>
public sealed class FlowService : IAsyncLifetime
{
    internal const string Org = "TN-7d3f1c9e-2b64-4f0a-9a57-1c2d3e4f5a6b";
    internal const string ServerKey = "flow-server";
    internal const string ServerSecret = "flow-server-secret-51c8";

    private readonly string _folder = Directory.CreateTempSubdirectory("forceops-flow-").FullName;
    private readonly Dictionary<string, (ServiceProcess Process, Uri Url)> _services = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<JsonNode> _events = new();
    private WebApplication _receiver = null!;

    /// <summary>The events that have arrived so far, of both services.</summary>
    internal IEnumerable<JsonNode> Events => _events;

    internal Uri UrlOf(string mode) => _services[mode].Url;

    public async ValueTask InitializeAsync()
    {
        // Root's PostgreSQL runs as another user, who must get through.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        var receiver = await ReceiveAsync();
        foreach (var mode in (string[])["open", "strict"])
        {
            var seed = Path.Combine(_folder, $"{mode}.yaml");
            await File.WriteAllTextAsync(seed, Seed(receiver));
            _services[mode] = await ServiceProcess.StartAsync(
                [
                    // Counting calls from the first one on pays for hours of load, not for the seconds that it lives here.
                    ("DOTNET_TC_CallCountingDelayMs", "64"),
                    ("ForceOps:Mode", mode), ("ForceOps:Data", Path.Combine(_folder, mode)), ("ForceOps:Seed", seed),
                    ("ForceOps:Keys:0:ServerKey", ServerKey), ("ForceOps:Keys:0:ServerSecret", ServerSecret),
                    ("ForceOps:Keys:0:Tenant", Org), ("ForceOps:Webhooks:Receivers", "any"),
                    ("ForceOps:Tokens:SigningKey", "flow-signing-key-0123456789-0123456789"),
                ],
                TimeSpan.FromSeconds(120));
        }
    }

    /// <summary>Waits until an event has come that fits.</summary>
    internal async Task<JsonNode> EventAsync(string what, Func<JsonNode, bool> fits)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (_events.FirstOrDefault(fits) is { } found)
                return found;
            Assert.False(patience.IsCancellationRequested, $"no event {what} has come, among {_events.Count}");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _) in _services.Values)
            await process.DisposeAsync();
        await _receiver.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts the web server that the events are sent to; answers its address.</summary>
    private async Task<string> ReceiveAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _receiver = builder.Build();
        _receiver.Urls.Add("http://127.0.0.1:0");
        _receiver.MapPost("/events", async (HttpRequest request) =>
        {
            _events.Enqueue((await JsonNode.ParseAsync(request.Body))!);
            return TypedResults.Ok();
        });
        await _receiver.StartAsync();
        return _receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/events";
    }

    private static string Seed(string receiver) =>
        $$"""
        orgs:
          - id: {{Org}}
            currency: USD
            accounts:
              - { id: {{FlowTests.DebitAccount}} }
              - { id: {{FlowTests.CreditAccount}}, credit_limit: {{FlowTests.CreditLimit}} }
            webhooks:
              - { name: flow, url: "{{receiver}}", types: [ "*" ] }
        """;
}
