using System.Text;
using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;

namespace ForceOps.Api.Tests.Faults;

/// <summary>Status, body, headers and latency: what is answered, and that nothing is done.</summary>
public sealed class FaultAnswerTests(SharedService shared)
{
    [Fact]
    public async Task A_status_comes_with_its_body_and_headers_and_nothing_is_posted()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1", "{}");
        await tenant.FaultAsync("html", """{"status":502,"body":"<html>Bad – Gateway</html>","headers":{"Content-Type":"text/html; charset=utf-8","X-Proxy":"one"}}""", """{"nth":1}""");
        await tenant.FaultAsync("json", """{"status":429,"body":{"error": "later","n":[1, 2.50]},"headers":{"Retry-After":"7"}}""",
            """{"nth":2}""");
        await tenant.FaultAsync("none", """{"status":500,"body":""}""", """{"nth":3}""");
        await tenant.FaultAsync("ok", """{"status":204}""", """{"nth":4}""");
        var before = await tenant.CountsAsync();

        var html = await tenant.ForceAsync(Force());
        Assert.Equal((502, "<html>Bad – Gateway</html>", "one", "html"), (html.Code, html.Text, html.Header("x-proxy"), html.Fault()));
        Assert.Equal("text/html", html.Message.Content.Headers.ContentType?.MediaType);
        var json = await tenant.ForceAsync(Force(), ("x-cid", "mine"));
        Assert.Equal((429, """{"error":"later","n":[1,2.50]}""", "7", "mine"),
            (json.Code, json.Text, json.Header("retry-after"), json.Header("x-cid")));
        Assert.Equal("application/json", json.Message.Content.Headers.ContentType?.MediaType);
        var none = await tenant.ForceAsync(Force());
        Assert.Equal((500, "", "none"), (none.Code, none.Text, none.Fault()));
        var ok = await tenant.ForceAsync(Force());
        Assert.Equal((204, ""), (ok.Code, ok.Text));

        Assert.Equal(before, await tenant.CountsAsync());
        await tenant.ForcedAsync(Force());
    }

    [Fact]
    public async Task Without_a_body_each_dialect_says_what_it_says_with_that_status()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("one", """{"status":503,"headers":{"Retry-After":"9"}}""");
        var pismo = await tenant.ForceAsync(Force());
        Refused.AsPismo(pismo, 503, "LEDGER_UNAVAILABLE");
        Assert.Equal("9", pismo.Header("retry-after"));
        BluefinCalls.Refused(await tenant.BluefinForceAsync(BluefinCalls.Sample), 503, "internal_server_error", 40004);
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Sample), 503, null, type: "APIM");
        Assert.Equal("one", (await tenant.SendAsync(HttpMethod.Post, "/passport/v2/s2s/access-token", "{}")).Fault());

        await tenant.FaultAsync("one", """{"status":507}""");
        Refused.AsPismo(await tenant.ForceAsync(Force()), 507, "INSUFFICIENT_STORAGE");
    }

    [Fact]
    public async Task The_card_dialects_are_struck_by_their_own_facts()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("bluefin", """{"status":503}""",
            """{"account":120000000001,"amount":6,"route":"/api/v4/accounts/{accountId}/payments/force"}""");
        await tenant.FaultAsync("fiserv", """{"status":503}""",
            $$"""{"account":{{FiservCalls.Merchant}},"tracking_id_prefix":"bad-","amount_from":85}""");
        Assert.Equal("bluefin", (await tenant.BluefinForceAsync(BluefinCalls.Force("6"))).Fault());
        var sale = await tenant.BluefinForceAsync(BluefinCalls.Force("7"));
        Assert.Equal((200, null), (sale.Code, sale.Fault()));
        Assert.Equal("fiserv", (await tenant.ForcedPostAsync(FiservCalls.Sample, "bad-1")).Fault());
        Assert.Equal(201, (await tenant.ForcedPostAsync(FiservCalls.Sample, "good-1")).Code);
        await tenant.FaultAsync("look", """{"status":503}""", $$"""{"tracking_id_prefix":"{{sale.Id()}}","method":"GET"}""");
        Assert.Equal("look", (await tenant.BluefinGetAsync(sale.Id())).Fault());
    }

    [Fact]
    public async Task A_late_request_is_late_and_then_done()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("late", """{"latency":"200ms-300ms"}""");
        var answer = await tenant.ForceAsync(Force());
        Assert.Equal((201, "late"), (answer.Code, answer.Fault()));
        // A timer may be early by its own grain.
        Assert.True((await tenant.LastAsync()).GetProperty("duration_ms").GetDecimal() > 180);
        Assert.Equal(5, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task Whoever_hangs_up_during_the_latency_has_done_nothing()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1", "{}");
        await tenant.FaultAsync("late", """{"latency":"1m"}""");
        var before = await tenant.CountsAsync();
        using var caller = tenant.Service.CreateClient();
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/payments/v1/payments/force")
        {
            Content = new StringContent(Force(), Encoding.UTF8, "application/json"),
            Headers = { { "x-tenant", tenant.Org } },
        };
        var call = caller.SendAsync(request, hangUp.Token);
        await UntilAsync(async () => (await tenant.GetAsync("/sandbox/faults/late")).Json.GetProperty("struck").GetInt64() > 0);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await UntilAsync(async () => await tenant.JournalAsync() is { Count: 1 });
        var entry = await tenant.LastAsync();
        Assert.Equal((null, "late"), (entry.Text("status"), entry.Text("fault")));
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Fact]
    public async Task The_journal_names_the_fault()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("mine", """{"status":503}""", """{"nth":1}""");
        await tenant.ForceAsync(Force());
        var struck = await tenant.LastAsync();
        Assert.Equal(("503", "mine", "fault"), (struck.Text("status"), struck.Text("fault"), struck.Text("why.check")));
        await tenant.ForceAsync(Force());
        var spared = await tenant.LastAsync();
        Assert.Equal(("201", null, null), (spared.Text("status"), spared.Text("fault"), spared.Text("why")));
        await tenant.ForceAsync(Force(), (Header, "status=500"));
        Assert.Equal(("500", "header"), ((await tenant.LastAsync()).Text("status"), (await tenant.LastAsync()).Text("fault")));
    }
}
