using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Journal;

/// <summary>Why a request was refused: the check that failed, and what it saw.</summary>
public sealed class JournalWhyTests(SharedService shared)
{
    private const string Force = """{"account_id":1,"amount":10,"processing_code":"090907"}""";

    [Fact]
    public async Task The_ledgers_refusals_show_both_sides_of_the_comparison()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1, """{"credit_limit":15.5,"limits":{"per_operation":100,"per_day":20}}""");
        await tenant.TransferAsync("account:1", "outside:world", 40);
        await SawAsync(tenant, "INSUFFICIENT_FUNDS", "insufficient_funds",
            """{"account_id":1,"balance":0,"credit_limit":15.5,"held":0,"asked":40}""");
        await tenant.TransferAsync("account:1", "outside:world", 12);
        await tenant.ForcedAsync(Force.Replace(":10", ":100", StringComparison.Ordinal));
        await tenant.TransferAsync("account:1", "outside:world", 9);
        await SawAsync(tenant, "LIMIT_EXCEEDED", "limit_exceeded",
            """{"account_id":1,"per_operation":100,"per_day":20,"spent_today":12,"asked":9}""");

        var id = await tenant.ForcedAsync(Force);
        await tenant.CancelForceAsync($$"""{"authorization_id":{{id}},"amount":10.01}""");
        await SawAsync(tenant, "AMOUNT_EXCEEDS_REMAINING", "amount_exceeds_remaining",
            $$"""{"authorization_id":{{id}},"remaining":10,"asked":10.01}""");
        await tenant.CanceledAsync($$"""{"authorization_id":{{id}}}""");
        await tenant.CancelForceAsync($$"""{"authorization_id":{{id}}}""");
        await SawAsync(tenant, "ALREADY_CANCELED", "already_canceled", $$"""{"authorization_id":{{id}},"amount":10,"remaining":0}""");

        await tenant.ForceAsync(Force[..^1] + ",\"currency\":\"JPY\"}");
        await SawAsync(tenant, "CURRENCY_MISMATCH", "currency_mismatch", """{"currency":"USD","asked":"JPY"}""");
        await tenant.OpenAsync(2, """{"status":"canceled"}""");
        await tenant.TransferAsync("account:1", "account:2", 1);
        await SawAsync(
            tenant, "ACCOUNT_NOT_ACTIVE", "account_not_active", """{"account_id":2,"status":"CANCELLED","side":"credit"}""");
        await tenant.BluefinForceAsync(BluefinCalls.Sample);
        var sale = await tenant.BluefinForceAsync(BluefinCalls.Sample);
        await tenant.BluefinRefundAsync(BluefinCalls.Id(sale), """{"posProfile":"ECOMMERCE","amounts":{"total":"6","currency":"USD"}}""");
        Assert.Equal(("40001", "ledger", "amount_exceeds_remaining"), await WhyAsync(tenant));
    }

    [Fact]
    public async Task A_tracking_id_in_use_shows_the_fields_that_differ()
    {
        await using var tenant = shared.NewTenant();
        var trackingId = Tenant.NewTrackingId();
        var body = Force[..^1] + $",\"tracking_id\":\"{trackingId}\"}}";
        var id = await tenant.ForcedAsync(body);
        await tenant.ForceAsync(body);
        var same = await tenant.LastAsync();
        Assert.Equal(("TRACKING_ID_IN_USE", "tracking_id", id.ToString(), "[]"),
            (same.Text("answer.code"), same.Text("why.check"), same.Text("answer.authorization_id"), same.Raw("why", "differs")));
        await tenant.ForceAsync(body.Replace(
            ":10,", ":11,", StringComparison.Ordinal).Replace("090907", "090908", StringComparison.Ordinal));
        Assert.Equal("""["amount","processing_code"]""", (await tenant.LastAsync()).Raw("why", "differs"));
        await tenant.CancelForceAsync($$"""{"authorization_id":{{id}},"tracking_id":"{{trackingId}}"}""");
        Assert.Equal("""["kind"]""", (await tenant.LastAsync()).Raw("why", "differs"));
        await tenant.ForcedPostAsync(FiservCalls.Of(5006), "one");
        await tenant.ForcedPostAsync(FiservCalls.Of(5007), "one");
        Assert.Equal(("100", "tracking_id", null), await WhyAsync(tenant));
    }

    [Fact]
    public async Task What_never_reached_the_ledger_shows_the_check_that_failed()
    {
        await using var tenant = shared.NewTenant();
        const string path = "/payments/v1/payments/force";
        (string Check, Func<Task<Answer>> Send)[] calls =
        [
            ("fields", () => tenant.ForceAsync(Force.Replace("10", "-1", StringComparison.Ordinal))),
            ("fields", () => tenant.ForceAsync(Force.Replace("10", "\"ten\"", StringComparison.Ordinal))),
            ("fields", () => tenant.ForceAsync(Force, ("x-account-id", "2"))),
            ("json", () => tenant.ForceAsync("{")),
            ("json", () => tenant.ForceAsync("[]")),
            ("media_type", () => tenant.ForceAsync(Force, ("content-type", "text/plain"))),
            ("size", () => tenant.ForceAsync($"{{\"descriptor\":\"{new string('x', 70_000)}\"}}")),
            ("authentication", () => tenant.ForceAsync(Force, ("authorization", "Bearer nonsense"))),
            ("method", () => tenant.GetAsync(path)),
            ("route", () => tenant.SendAsync(HttpMethod.Post, path + "/nowhere", Force)),
            ("json", () => tenant.ForcedPostAsync("{")),
            ("fields", () => tenant.ForcedPostAsync("{}")),
            ("fields", () => tenant.BluefinForceAsync("{}")),
            ("lookup", () => tenant.BluefinGetAsync("000000000009")),
            ("lookup", () => tenant.FiservAsync("cancels", FiservCalls.Reference("referenceTransactionId", new string('a', 32)))),
            ("method", () => tenant.SendAsync(HttpMethod.Delete, "/payments/v1/forcedpost", null)),
        ];
        foreach (var (check, send) in calls)
        {
            var answer = await send();
            var entry = await tenant.LastAsync();
            Assert.True(entry.Text("why.check") == check, $"{check} expected of {answer.Text}: {entry.GetRawText()}");
            Assert.Equal(answer.Code.ToString(), entry.Text("status"));
            Assert.Equal(check is "route" or "method", entry.Text("route") is null);
        }
        await tenant.ForceAsync(Force.Replace("10", "-1", StringComparison.Ordinal).Replace("090907", "1", StringComparison.Ordinal));
        var fields = (await tenant.LastAsync()).GetProperty("why").GetProperty("fields");
        Assert.Equal(["amount", "processing_code"], fields.EnumerateArray().Select(field => field.GetProperty("field").GetString()));
        Assert.Contains("greater than 0", fields[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_tenant_is_shown_in_the_default_org()
    {
        await using var tenant = new Tenant(shared.Service, OrgId.Default.ToString());
        var cid = Guid.NewGuid().ToString();
        await tenant.ForceAsync(Force, ("x-tenant", "TN-1"), ("x-cid", cid));
        var entry = Assert.Single(await tenant.JournalAsync("?limit=1000"), one => one.Text("cid") == cid);
        Assert.Equal(("INVALID_TENANT", "tenant"), (entry.Text("answer.code"), entry.Text("why.check")));
    }

    private static async Task SawAsync(Tenant tenant, string code, string error, string facts)
    {
        var entry = await tenant.LastAsync();
        Assert.Equal((code, "ledger", error), (entry.Text("answer.code"), entry.Text("why.check"), entry.Text("why.error")));
        Assert.Equal(facts, entry.Raw("why", "facts"));
        Assert.Equal("[]", entry.Raw("why", "fields"));
    }

    private static async Task<(string? Code, string? Check, string? Error)> WhyAsync(Tenant tenant)
    {
        var entry = await tenant.LastAsync();
        return (entry.Text("answer.code"), entry.Text("why.check"), entry.Text("why.error"));
    }
}
