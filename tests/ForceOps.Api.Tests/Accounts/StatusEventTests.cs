using System.Text.Json;
using ForceOps.Api.Tests.Clock;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Accounts;

/// <summary>The event status-change: in the list, in streams and by webhooks, in the order of the account.</summary>
public sealed class StatusEventTests(SharedService shared)
{
    private const string OnlyChanges = "&type=status-change";
    private const string Told = "&type=authorization-event,change_available,status-change";

    [Fact]
    public async Task A_change_is_told_with_both_statuses_and_their_reasons()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        await tenant.ChangeStatusAsync(7, """{"status":"BLOCKED","reason_id":12,"description":"Café lost"}""", ("x-cid", "cid-1"));
        await tenant.RollBackAsync(7, null, ("x-cid", "cid-2"));
        await tenant.SendAsync(HttpMethod.Put, "/sandbox/accounts/7", """{"status":"canceled"}""", ("x-cid", "cid-3"));

        var told = await tenant.EventsAsync(OnlyChanges);

        Assert.Equal(3, told.Count);
        var first = JsonDocument.Parse(told[0]).RootElement;
        var (id, time) = (first.GetProperty("event_id").GetString(), first.GetProperty("timestamp").GetString());
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", time);
        Assert.Equal($$"""
            {"event_id":"{{id}}","domain":"account","event_type":"status-change","schema_version":2,"org_id":"{{tenant.Org}}","cid":"cid-1","timestamp":"{{time}}","data":{"account_id":7,"old_status":{"status":"NORMAL"},"new_status":{"status":"BLOCKED","reason_id":12,"reason_description":"Café lost"} } }
            """.Replace(" } }", "}}", StringComparison.Ordinal), told[0]);
        Assert.Equal("BLOCKED>NORMAL cid-2 NORMAL>CANCELLED cid-3", string.Join(' ', told.Skip(1).Select(text =>
        {
            var change = JsonDocument.Parse(text).RootElement;
            return $"{Word(change, "old_status")}>{Word(change, "new_status")} {change.GetProperty("cid")}";
        })));
        Assert.Equal(told, await tenant.EventsAsync(OnlyChanges));
    }

    [Fact]
    public async Task Changes_and_postings_of_an_account_are_told_in_their_order_and_found_by_type_and_account()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(7, 10);
        await tenant.OpenWithAsync(8, 10);
        await tenant.StatusAsync(7, "BLOCKED");
        await tenant.TransferAsync("account:8", "account:7", 1);
        await tenant.StatusAsync(7, "NORMAL");
        await tenant.StatusAsync(8, "BLOCKED");

        var all = await tenant.EventObjectsAsync(Told);

        string[] expected =
        [
            "authorization-event", "change_available", "authorization-event", "change_available", "status-change", "authorization-event",
            "change_available", "authorization-event", "change_available", "status-change", "status-change",
        ];
        Assert.Equal(expected, all.Select(one => one.TypeOf()));
        Assert.Equal(3, (await tenant.EventsAsync(OnlyChanges)).Count);
        Assert.Equal(2, (await tenant.EventsAsync($"{OnlyChanges}&account=7")).Count);
        // Pages of one event each: no gap and no repeat.
        Assert.Equal(await tenant.EventsAsync(Told), await tenant.EventsAsync(Told, limit: 1));
        EventsOfTenant.AssertBalancesContinue(all);
        Assert.Equal(all.Count, all.Select(one => one.GetProperty("event_id").GetString()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_webhook_gets_the_bytes_of_the_list_and_a_stream_shows_the_same()
    {
        await using var receiver = Receiver.Start();
        await using var narrow = Receiver.Start();
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all",
            $$"""{"url":"{{receiver.Url}}","types":["authorization-event","change_available","account/status-change"]}""");
        await tenant.PutAsync("/sandbox/webhooks/some", $$"""{"url":"{{narrow.Url}}","types":["status-change"]}""");
        await tenant.OpenWithAsync(7, 10);
        await tenant.StatusAsync(7, "BLOCKED");
        await tenant.ForcedAsync("""{"account_id":7,"amount":1,"processing_code":"090907"}""");
        await tenant.RollBackAsync(7);

        var (got, some) = (await receiver.WaitForAsync(6), await narrow.WaitForAsync(2));

        var told = await tenant.EventsAsync(Told);
        Assert.Equal(told, got.Select(one => one.Body));
        Assert.Equal(told.Where(text => text.Contains("\"status-change\"", StringComparison.Ordinal)), some.Select(one => one.Body));
        await using var stream = await StreamReading.OpenAsync(tenant, "?after=0&type=status-change");
        Assert.Equal(some.Select(one => ("status-change", one.Body)), (await stream.TakeAsync(2)).Select(one => (one.Event, one.Data)));
        // What a receiver has is noted a moment later.
        var delivery = (await WebhookTests.EventuallyAsync(
            tenant, "/sandbox/webhooks/some/deliveries", list => list.GetProperty("items").GetArrayLength() > 0)).GetProperty("items")[0];
        Assert.Equal("status-change", delivery.GetProperty("event_type").GetString());
    }

    [Fact]
    public async Task The_same_event_has_the_same_bytes_after_a_restore()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        await tenant.StatusAsync(7, "BLOCKED");
        var told = await tenant.EventsAsync(OnlyChanges);
        await tenant.TakeAsync("one").SuccessAsync();
        await tenant.StatusAsync(7, "NORMAL");
        await tenant.RestoreAsync("one").SuccessAsync();
        Assert.Equal(told, await tenant.EventsAsync(OnlyChanges));
        await tenant.ResetAsync().SuccessAsync();
        Assert.Empty(await tenant.EventsAsync(OnlyChanges));
    }

    [Fact]
    public async Task The_time_is_that_of_the_orgs_clock()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-02T03:04:05.678Z");
        await tenant.OpenAsync(7);
        await tenant.StatusAsync(7, "BLOCKED");
        Assert.Equal("2030-01-02T03:04:05.678Z", (await tenant.EventObjectsAsync(Told))[0].GetProperty("timestamp").GetString());
    }

    private static string Word(JsonElement change, string which) => change.Status(which).GetProperty("status").GetString()!;
}
