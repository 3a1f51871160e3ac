using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>HEAD is GET without the body, and <c>/</c> says where to look.</summary>
public sealed class HeadTests(SharedService shared)
{
    [Fact]
    public async Task Every_GET_route_takes_HEAD()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");
        var paid = (await tenant.BluefinForceAsync(BluefinCalls.Sample)).Id();
        string[] paths =
        [
            "/sandbox/orgs?limit=1", "/sandbox/accounts", "/sandbox/accounts/1", "/sandbox/accounts/1/movements",
            "/sandbox/accounts/1/timeline", "/sandbox/accounts/77",
            $"/sandbox/authorizations/{force}", "/sandbox/processing-codes", "/sandbox/processing-codes/090907", "/sandbox/check",
            "/sandbox/events", "/sandbox/webhooks",
            "/sandbox/faults", "/sandbox/clock", "/sandbox/snapshots", "/sandbox/requests", "/sandbox/delayed", BluefinCalls.Path(paid),
            "/orgs-operation/v1/processing-codes", "/orgs-operation/v1/processing-codes/090907", "/sandbox/statuses",
            "/accounts/v1/accounts/1", "/accounts/v1/accounts/77", "/balances-limits/v1/accounts/1/limits",
            "/balances-limits/v1/accounts/1/daily-balances", "/transactions/v1/accounts/1/transactions", "/events/v4/timeline?account_id=1",
            "/health/live", "/health/ready",
            "/swagger/pismo/swagger.json", "/",
        ];
        foreach (var path in paths)
        {
            var (get, head) = (await tenant.GetAsync(path), await tenant.SendAsync(HttpMethod.Head, path, null));
            Assert.True(get.Code == head.Code, $"{path}: GET {get.Code}, HEAD {head.Code}");
            Assert.Equal(get.Message.Content.Headers.ContentType?.ToString(), head.Message.Content.Headers.ContentType?.ToString());
            Assert.Empty(head.Text);
        }
        Assert.Equal(405, (await tenant.SendAsync(HttpMethod.Head, "/payments/v1/payments/force", null)).Code);
        Assert.Equal("GET, HEAD, PUT", Allowed(await tenant.SendAsync(HttpMethod.Delete, "/sandbox/accounts/1", null)));
    }

    [Fact]
    public async Task A_stream_answers_HEAD_and_ends()
    {
        await using var tenant = shared.NewTenant();
        var head = await tenant.SendAsync(HttpMethod.Head, "/sandbox/events/stream", null);
        Assert.Equal((200, "text/event-stream"), (head.Code, head.Message.Content.Headers.ContentType?.MediaType));
        foreach (var query in (string[])["after=x", "type=x", "account=x", "nothing=1"])
            Assert.Equal(400, (await tenant.SendAsync(HttpMethod.Head, $"/sandbox/events/stream?{query}", null)).Code);
    }

    [Fact]
    public async Task The_root_leads_to_the_console_and_says_so()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.GetAsync("/");
        Assert.Equal((302, "/console"), (answer.Code, answer.Header("location")));
        Assert.Contains("/swagger", answer.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await tenant.GetAsync(answer.Header("location")!)).Code);
    }

    private static string Allowed(Answer answer) => string.Join(", ", answer.Message.Content.Headers.Allow.Order(StringComparer.Ordinal));
}
