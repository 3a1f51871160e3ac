using System.Text.Json;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>The envelopes, by the contract's section 8, member by member.</summary>
public sealed class EventEnvelopeTests(SharedService shared)
{
    private const string Guid = "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    [Fact]
    public async Task A_force_with_a_fee_makes_its_own_event_and_one_for_each_change_of_the_balance()
    {
        await using var tenant = shared.NewTenant();
        var id = Tenant.NewTrackingId();
        var posted = await tenant.ForceAsync(
            $$"""{"tracking_id":"{{id}}","account_id":7,"amount":40.25,"processing_code":"090910","descriptor":"Café 1","metadata":{"b":[1.50, "x"],"a":"\u00e9"},"original_authorization":{"id":99,"type":"NETWORK"}""" + "}",
            ("x-cid", "cid-1"));
        Assert.Equal(201, posted.Code);
        var (authorization, date) = (posted.Json.GetProperty("authorization_id").GetInt64(),
            posted.Json.GetProperty("event_date").GetString());

        var events = await tenant.EventsAsync();

        Assert.Equal(3, events.Count);
        var head = $$"""{"event_id":"*","domain":"*","event_type":"*","schema_version":1,"org_id":"{{tenant.Org}}","cid":"cid-1","timestamp":"{{date}}","data":""";
        Like(head.Replace("domain\":\"*", "domain\":\"authorization").Replace("event_type\":\"*", "event_type\":\"authorization-event")
            + $$"""{"amount":40.25,"authorization":{"id":{{authorization}},"code":"{{authorization % 1000000:D6}}","descriptor":"Café 1","operation_description":"FORCED CREDIT","processing_code":"090910","balance_impact":1,"destination_currency":"USD","type":"FORCE"},"original_authorization":{"id":99,"type":"NETWORK"},"account_id":7,"tracking_id":"{{id}}","metadata":{"b":[1.50,"x"],"a":"\u00e9"},"available_change":{"id":"*","update_datetime":"{{date}}"}""" + "}}", events[0]);
        var change = head.Replace("domain\":\"*", "domain\":\"availables").Replace("event_type\":\"*", "event_type\":\"change_available");
        Like(change + $$"""{"account_id":7,"amount":40.25,"id":"*","operation_type":"CREDIT","org_id":"{{tenant.Org}}","tracking_id":"{{id}}","updated_at":"{{date}}","amount_consider":40.25,"available_credit_limit":40.25}""" + "}", events[1]);
        Like(change + $$"""{"account_id":7,"amount":1.5,"id":"*","operation_type":"DEBIT","org_id":"{{tenant.Org}}","tracking_id":"{{id}}","updated_at":"{{date}}","amount_consider":40.25,"available_credit_limit":38.75}""" + "}", events[2]);
        Assert.Equal(
            JsonDocument.Parse(events[0]).RootElement.Data().GetProperty("available_change").GetProperty("id").GetString(),
            JsonDocument.Parse(events[1]).RootElement.Data().GetProperty("id").GetString());
        Assert.Equal(3, events.Select(text => JsonDocument.Parse(text).RootElement.GetProperty("event_id").GetString()).Distinct(
            StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_partial_cancel_with_fees_tells_of_the_parent_and_of_both_reversals()
    {
        await using var tenant = shared.NewTenant();
        var force = (await tenant.ForceAsync("""{"account_id":7,"amount":100,"processing_code":"090911"}""")).Json.GetProperty(
            "authorization_id").GetInt64();
        var cancel = (await tenant.CancelForceAsync($$"""{"authorization_id":{{force}},"amount":30,"cancel_fees":true}""")).Json
            .GetProperty("authorization_id").GetInt64();

        var events = (await tenant.EventObjectsAsync()).Skip(3).ToList();

        Assert.Equal(["authorization-cancellation-event", "change_available", "change_available"], events.Select(one => one.TypeOf()));
        var data = events[0].Data();
        Assert.Equal(30m, data.GetProperty("amount").GetDecimal());
        Assert.Equal(cancel, data.GetProperty("authorization").GetProperty("id").GetInt64());
        Assert.Equal(force, data.GetProperty("authorization").GetProperty("parent_authorization_id").GetInt64());
        Assert.Equal(1, data.GetProperty("authorization").GetProperty("balance_impact").GetInt32());
        Assert.Equal("FORCED CREDIT CANCELLATION", data.GetProperty("authorization").GetProperty("operation_description").GetString());
        Assert.False(data.TryGetProperty("metadata", out _));
        Assert.Equal([(30m, -72m), (2m, -70m)], events.Skip(1).Select(
            one => (one.Data().GetProperty("amount").GetDecimal(), one.Data().GetProperty("available_credit_limit").GetDecimal())));
    }

    [Fact]
    public async Task An_operation_without_impact_has_an_impact_of_null_and_no_change()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForceAsync("""{"account_id":7,"amount":5,"processing_code":"090900"}""");

        var one = Assert.Single(await tenant.EventObjectsAsync());

        Assert.Equal(JsonValueKind.Null, one.Data().GetProperty("authorization").GetProperty("balance_impact").ValueKind);
        Assert.False(one.Data().TryGetProperty("available_change", out _));
        Assert.Equal("FORCED RECORD", one.Data().GetProperty("authorization").GetProperty("operation_description").GetString());
    }

    [Fact]
    public async Task A_transfer_and_its_cancel_tell_of_both_sides_under_one_tracking_id()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForceAsync("""{"account_id":1,"amount":50,"processing_code":"090907"}""");
        await tenant.PutAsync("/sandbox/accounts/2", "{}");
        var transfer = await tenant.TransferAsync(
            """{"from":[{"account":{"id":1},"amount":20}],"to":[{"account":{"id":2},"amount":20}],"descriptor":"Rent"}""");
        Assert.Equal(201, transfer.Code);
        var ids = transfer.Json.GetProperty("authorization_ids");
        var canceled = await tenant.CancelTransferAsync($$"""{"authorization_id":{{ids.GetProperty("debit").GetInt64()}},"amount":5}""");
        Assert.Equal(200, canceled.Code);

        var events = (await tenant.EventObjectsAsync()).Skip(2).ToList();

        Assert.Equal(8, events.Count);
        Assert.Equal([1, 1, 2, 2, 2, 2, 1, 1], events.Select(one => one.Data().GetProperty("account_id").GetInt64()));
        Assert.Equal(
            ["authorization-event", "change_available", "authorization-event", "change_available"], events.Take(
                4).Select(one => one.TypeOf()));
        Assert.All(events.Take(4), one => Assert.Equal(
            transfer.Json.GetProperty("tracking_id").GetString(), one.Data().GetProperty("tracking_id").GetString()));
        Assert.Equal(ids.GetProperty("credit").GetInt64(), events[2].Data().GetProperty("authorization").GetProperty("id").GetInt64());
        Assert.Equal("TRANSFER CREDIT", events[2].Data().GetProperty("authorization").GetProperty("operation_description").GetString());
        Assert.Equal(20m, events[3].Data().GetProperty("available_credit_limit").GetDecimal());
        // The receiver gives it back: the cancellation's debit side is account 2, and its parent the transfer's credit.
        Assert.Equal(ids.GetProperty("credit").GetInt64(), events[
            4].Data().GetProperty("authorization").GetProperty("parent_authorization_id").GetInt64());
        Assert.Equal(ids.GetProperty("debit").GetInt64(), events[
            6].Data().GetProperty("authorization").GetProperty("parent_authorization_id").GetInt64());
        EventsOfTenant.AssertBalancesContinue((await tenant.EventObjectsAsync()));
    }

    [Fact]
    public async Task Events_keep_their_bytes_whatever_happens_later()
    {
        await using var tenant = shared.NewTenant();
        var force = (await tenant.ForceAsync("""{"account_id":7,"amount":100,"processing_code":"090910"}""")).Json.GetProperty(
            "authorization_id").GetInt64();
        var first = await tenant.EventsAsync();

        await tenant.PutAsync("/sandbox/processing-codes/090910",
            """{"balance_impact":-1,"description":"Something else","fee":{"fixed":9,"percent":0}}""");
        await tenant.PutAsync("/sandbox/accounts/7", """{"credit_limit":500,"status":"blocked"}""");
        await tenant.CancelForceAsync($$"""{"authorization_id":{{force}},"amount":10}""");

        Assert.Equal(first, (await tenant.EventsAsync()).Take(3));
    }

    private static void Like(string pattern, string text) =>
        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(pattern).Replace("\"\\*\"", $"\"{Guid}\"") + "$", text);
}
