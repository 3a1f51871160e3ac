using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Journal;

/// <summary>What was asked, what was answered: the list and its filters.</summary>
public sealed class JournalTests(SharedService shared)
{
    [Fact]
    public async Task A_force_is_there_as_soon_as_it_is_answered_with_request_and_answer()
    {
        await using var tenant = shared.NewTenant();
        for (var i = 0; i < 20; i++)
        {
            var trackingId = Tenant.NewTrackingId();
            var id = await tenant.ForcedAsync(
                $$$"""{"account_id":12,"amount":40.2500,"processing_code":"090907","tracking_id":"{{{trackingId}}}","metadata":{"pet":"cat"},"descriptor":"Gift"}""", ("x-cid", $"cid-{i}"));
            var entry = await tenant.LastAsync();
            Assert.Equal(
                ("POST", "/payments/v1/payments/force", "201", $"cid-{i}", "pismo", null),
                (entry.Text("method"), entry.Text("route"), entry.Text("status"), entry.Text("cid"), entry.Text("channel"),
                    entry.Text("fault")));
            Assert.Equal(
                $$"""{"tracking_id":"{{trackingId}}","account_id":12,"amount":40.25,"processing_code":"090907","descriptor_length":4,"metadata_bytes":13}""",
                entry.GetProperty("request").GetRawText());
            Assert.Equal((id.ToString(), trackingId), (entry.Text("answer.authorization_id"), entry.Text("answer.tracking_id")));
            Assert.Null(entry.Text("why"));
            Assert.Matches(@"Z\z", entry.Text("time"));
            Assert.True(entry.GetProperty("duration_ms").GetDecimal() > 0);
        }
    }

    [Fact]
    public async Task Every_dialect_and_kind_of_operation_is_there_and_the_sandbox_is_not()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1, """{"credit_limit":100}""");
        var force = await tenant.ForcedAsync("""{"account_id":1,"amount":10,"processing_code":"090907"}""");
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":4,"cancel_fees":true}""");
        var transfer = await tenant.TransferAsync("account:1", "outside:Externalword", 5);
        await tenant.CancelTransferAsync(transfer.Json.GetProperty("authorization_id").GetInt64(), 1);
        var sale = await tenant.BluefinForceAsync(BluefinCalls.Sample);
        await tenant.BluefinRefundAsync(BluefinCalls.Id(sale));
        await tenant.BluefinGetAsync(BluefinCalls.Id(sale));
        await tenant.BluefinForceAsync(BluefinCalls.Force("5006"));
        await tenant.ForcedPostAsync(FiservCalls.Sample, "one");
        await tenant.ForcedPostAsync(FiservCalls.Sample, "one");

        var entries = await tenant.JournalAsync();
        Assert.Equal(
            [
                "fiserv 201 {\"client_request_id\":\"one\",\"account_id\":100004000100157,\"amount\":85,\"currency\":\"USD\"}",
                "fiserv 201 {\"client_request_id\":\"one\",\"account_id\":100004000100157,\"amount\":85,\"currency\":\"USD\"}",
                "bluefin 200 {\"account_id\":120000000001,\"amount\":5006,\"currency\":\"USD\"}",
                $"bluefin 200 {{\"account_id\":120000000001,\"reference\":\"{BluefinCalls.Id(sale)}\"}}",
                $"bluefin 200 {{\"account_id\":120000000001,\"reference\":\"{BluefinCalls.Id(sale)}\"}}",
                "bluefin 200 {\"account_id\":120000000001,\"amount\":5,\"currency\":\"USD\"}",
                $"pismo 200 {{\"amount\":1,\"authorization_id\":{transfer.Text.Split("\"authorization_id\":")[1].Split(',')[0]}}}",
                "pismo 201 {\"from\":{\"account\":1},\"to\":{\"custom_info\":null},\"amount\":5}",
                $"pismo 200 {{\"amount\":4,\"authorization_id\":{force},\"cancel_fees\":true}}",
                "pismo 201 {\"account_id\":1,\"amount\":10,\"processing_code\":\"090907\"}",
            ],
            entries.Select(entry => $"{entry.Text("channel")} {entry.Text("status")} {entry.GetProperty("request").GetRawText()}"));
        Assert.Equal(("tracking_id", "[]"), (entries[0].Text("why.check"), entries[0].Raw("why", "differs")));
        Assert.Equal("DECLINED", entries[2].Text("answer.code"));
        Assert.All(entries.Where((_, i) => i is 0 or 1 or 4 or 5 or 6 or 7 or 8 or 9),
            entry => Assert.NotNull(entry.Text("answer.authorization_id")));
    }

    [Fact]
    public async Task Filters_and_pages_narrow_the_list_and_an_id_names_one()
    {
        await using var tenant = shared.NewTenant();
        var trackingId = Tenant.NewTrackingId();
        await tenant.ForcedAsync($$"""{"account_id":1,"amount":10,"processing_code":"090907","tracking_id":"{{trackingId}}"}""");
        for (var i = 0; i < 3; i++)
            await tenant.ForceAsync("""{"account_id":1,"amount":10,"processing_code":"zzzzzz"}""");
        await tenant.CancelForceAsync($$"""{"original_tracking_id":"{{trackingId}}"}""");
        await tenant.CancelForceAsync("""{"authorization_id":1}""");

        Assert.Equal(["404", "200", "400", "400", "400", "201"], (await tenant.JournalAsync()).Select(entry => entry.Text("status")));
        Assert.Equal(3, (await tenant.JournalAsync("?status=400")).Count);
        Assert.Equal(4, (await tenant.JournalAsync("?status=4XX")).Count);
        Assert.Equal(2, (await tenant.JournalAsync("?status=2xx&limit=2")).Count);
        Assert.Equal(2, (await tenant.JournalAsync("?route=/payments/v1/payments/force/cancel")).Count);
        Assert.Equal(["200", "201"], (await tenant.JournalAsync($"?tracking_id={trackingId}")).Select(entry => entry.Text("status")));
        Assert.Equal(["201"], (await tenant.JournalAsync($"?tracking_id={trackingId}&status=201")).Select(entry => entry.Text("status")));
        Assert.Empty(await tenant.JournalAsync($"?tracking_id={Tenant.NewTrackingId()}"));

        var first = await tenant.GetAsync("/sandbox/requests?limit=4");
        var second = await tenant.GetAsync($"/sandbox/requests?limit=4&after={first.Json.GetProperty("next").GetString()}");
        Assert.Equal(2, second.Json.GetProperty("items").GetArrayLength());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.Json.GetProperty("next").ValueKind);

        var entry = await tenant.LastAsync();
        Assert.Equal(entry.GetRawText(), (await tenant.GetAsync($"/sandbox/requests/{entry.Text("id")}")).Text);
        Service.Refused.AsProblem(await tenant.GetAsync("/sandbox/requests/999999999"), 404, "NOT_FOUND");
        await using var other = shared.NewTenant();
        Assert.Empty(await other.JournalAsync());
        Service.Refused.AsProblem(await other.GetAsync($"/sandbox/requests/{entry.Text("id")}"), 404, "NOT_FOUND");
        foreach (var wrong in (string[])["status=40", "status=abc", "status=9xx", "limit=0", "limit=1001", "after=x"])
            Service.Refused.AsProblem(await tenant.GetAsync($"/sandbox/requests?{wrong}"), 400, "INVALID_FIELD");
    }
}
