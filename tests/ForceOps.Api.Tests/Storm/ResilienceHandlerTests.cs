using System.Net;
using System.Text;
using ForceOps.Api.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace ForceOps.Api.Tests.Storm;

/// <summary>
/// .NET's standard resilience handler as the client of a force whose answer is lost: its retry is told that the first try was posted.
/// </summary>
public sealed class ResilienceHandlerTests(SharedService shared)
{
    [Theory]
    [InlineData("after_commit", HttpStatusCode.Conflict)]
    [InlineData("before_commit", HttpStatusCode.Created)]
    public async Task A_lost_answer_is_posted_once_and_the_retry_says_so(string drop, HttpStatusCode status)
    {
        await using var tenant = shared.NewTenant();
        var rule = await tenant.PutAsync("/sandbox/faults/lost",
            $$$"""{"match":{"account":1234,"nth":1},"effect":{"drop":"{{{drop}}}"}}""");
        Assert.True(rule.Code == 201, rule.Text);
        var services = new ServiceCollection();
        services.AddHttpClient("payments", http =>
        {
            http.BaseAddress = shared.Service.Url;
            http.DefaultRequestHeaders.Add("x-tenant", tenant.Org);
        }).AddStandardResilienceHandler(options => options.Retry.Delay = TimeSpan.FromMilliseconds(50));
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("payments");

        var trackingId = Tenant.NewTrackingId();
        using var body = new StringContent(Body.Force(trackingId, 1234, 40), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(
            new Uri("/payments/v1/payments/force", UriKind.Relative), body, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.Conflict)
            Assert.Equal("same", Assert.Single(answer.Headers.GetValues("x-forceops-replay")));
        Assert.Equal(40m, await tenant.BalanceOfAsync(1234));
        Assert.Equal(200, (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}")).Code);
    }
}
