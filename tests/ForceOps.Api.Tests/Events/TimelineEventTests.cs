using System.Text.Json;
using ForceOps.Api.Tests.Clock;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>The event <c>timeline</c> / <c>events</c>: one for each line of an account's timeline.</summary>
public sealed class TimelineEventTests(SharedService shared)
{
    private const string Lines = "&type=timeline/events";

    [Fact]
    public async Task A_line_is_told_with_its_time_in_nanoseconds_and_its_item_as_a_text()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-02T10:00:00.123Z");
        var id = Tenant.NewTrackingId();
        var force = await tenant.ForcedAsync(
            $$"""{"tracking_id":"{{id}}","account_id":7,"amount":40.25,"processing_code":"090907","descriptor":"Café 1"}""",
            ("x-cid", "cid-1"));

        var one = Assert.Single(await tenant.EventObjectsAsync(Lines));

        Assert.Equal(("timeline", "events", 1), (one.Text("domain"), one.TypeOf(), one.GetProperty("schema_version").GetInt32()));
        var data = one.Data();
        Assert.Equal(
            "account_id, type, category, timestamp, correlation_id, tenant_account_timestamp, data", Refused.Names(data));
        Assert.Equal(
            (7L, "CASH_IN", "AUTHORIZATION", "1893578400123000000", "cid-1",
                $"{tenant.Org}::7::2030-01-02T10:00:00.123000000Z::{force + 1}"),
            (data.GetProperty("account_id").GetInt64(), data.Text("type"), data.Text("category"),
                data.GetProperty("timestamp").GetRawText(), data.Text("correlation_id"), data.Text("tenant_account_timestamp")));
        Assert.Equal(
            $$$"""
            {"item":{"id":{{{force + 1}}},"amount":40.25,"currency":"USD","descriptor":"Café 1","event_date":"2030-01-02T10:00:00.123Z","authorization_id":{{{force}}},"tracking_id":"{{{id}}}","processing_code":"090907","balance_after":40.25}}
            """,
            data.Text("data"));
    }

    [Fact]
    public async Task Lines_are_those_of_the_timeline_oldest_first()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/8", "{}");
        var force = await tenant.ForcedAsync("""{"account_id":7,"amount":100,"processing_code":"090910"}""");
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":30}""");
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"cancel_fees":true}""");
        var whole = await tenant.ForcedAsync("""{"account_id":7,"amount":8,"processing_code":"090908"}""");
        await tenant.CanceledAsync($$"""{"authorization_id":{{whole}}}""");
        await tenant.ForcedAsync("""{"account_id":7,"amount":20,"processing_code":"090907"}""");
        Assert.Equal(201, (await tenant.TransferAsync(
            """{"from":[{"account":{"id":7},"amount":20}],"to":[{"account":{"id":8},"amount":20}]}""")).Code);

        foreach (var account in (int[])[7, 8])
        {
            var lines = (await tenant.EventObjectsAsync($"{Lines}&account={account}")).Select(one => Line(one.Data())).ToList();
            var timeline = (await tenant.GetAsync($"/sandbox/accounts/{account}/timeline")).Json.GetProperty("items").EnumerateArray();
            Assert.Equal(
                timeline.Reverse().Select(item => (item.Text("type")!, item.Text("category")!, item.GetProperty("amount").GetDecimal(),
                    item.GetProperty("balance_after").GetDecimal())),
                lines);
            Assert.NotEmpty(lines);
        }
    }

    [Fact]
    public async Task What_skips_the_timeline_has_no_line_but_has_its_transaction()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(
            """{"account_id":7,"amount":1,"processing_code":"090910"}""", ("x-skip-timeline", "true"));
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}}}""");

        // The cancellation does not skip it, and cancels something that is not there.
        Assert.Equal(
            ["CANCELLATION"], (await tenant.EventObjectsAsync(Lines)).Select(one => one.Data().Text("category")));
        Assert.Equal(3, (await tenant.EventsAsync("&type=creation")).Count);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", "0")]
    [InlineData("9998-12-31T23:59:59Z", "253370764799000000000")]
    public async Task The_nanoseconds_of_every_clock_are_told(string now, string nanoseconds)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync(now);
        await tenant.ForcedAsync("""{"account_id":7,"amount":1,"processing_code":"090907"}""");

        Assert.Equal(
            nanoseconds, Assert.Single(await tenant.EventObjectsAsync(Lines)).Data().GetProperty("timestamp").GetRawText());
    }

    private static (string Type, string Category, decimal Amount, decimal Balance) Line(JsonElement data)
    {
        var item = JsonDocument.Parse(data.Text("data")!).RootElement.GetProperty("item");
        return (data.Text("type")!, data.Text("category")!, item.GetProperty("amount").GetDecimal(),
            item.GetProperty("balance_after").GetDecimal());
    }
}
