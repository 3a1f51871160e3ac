using System.Text.Json;
using ForceOps.Api.Tests.Clock;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>The event <c>transaction</c> / <c>creation</c>: one for each movement that touches an account.</summary>
public sealed class TransactionEventTests(SharedService shared)
{
    private const string Transactions = "&type=transaction/creation";

    [Fact]
    public async Task A_force_with_a_fee_makes_one_for_the_amount_and_one_for_the_fee()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-02T10:00:00Z");
        var id = Tenant.NewTrackingId();
        var authorization = await tenant.ForcedAsync(
            $$"""{"tracking_id":"{{id}}","account_id":7,"amount":40.25,"processing_code":"090910"}""", ("x-cid", "cid-1"));

        var events = await tenant.EventObjectsAsync(Transactions);

        Assert.Equal(2, events.Count);
        Assert.All(events, one => Assert.Equal(
            ("transaction", "creation", 1, tenant.Org, "cid-1", "2030-01-02T10:00:00.000Z"),
            (one.Text("domain"), one.TypeOf(), one.GetProperty("schema_version").GetInt32(), one.Text("org_id"), one.Text("cid"),
                one.Text("timestamp"))));
        Assert.Equal(
            $$$"""
            {"id":{{{authorization + 1}}},"account_id":7,"accounting_date":"2030-01-02","amount":[{"value":40.25,"currency":"USD","description":"TRANSACTION_AMOUNT"}],"authorization":{"type":"PLATFORM","id":{{{authorization}}},"code":"{{{authorization % 1000000:D6}}}"},"tracking_id":"{{{id}}}","processing_code":"090910","transaction_type_id":1,"credit":true}
            """,
            events[0].Data().GetRawText());
        Assert.Equal((1.5m, 2, false), Line(events[1].Data()));
        Assert.Equal(2, events.Select(one => one.Text("event_id")).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_cancellation_names_what_it_cancels_and_gives_amount_and_fee_back()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync("""{"account_id":7,"amount":100,"processing_code":"090911"}""");
        var cancellation = await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":30,"cancel_fees":true}""");

        var events = (await tenant.EventObjectsAsync(Transactions)).Select(one => one.Data()).ToList();

        Assert.Equal([(100m, 1, false), (2m, 2, false), (30m, 3, true), (2m, 4, true)], events.Select(Line));
        Assert.All(events.Take(2), data => Assert.False(data.TryGetProperty("correlated_authorization_id", out _)));
        Assert.All(events.Skip(2), data => Assert.Equal(
            (force, cancellation),
            (data.GetProperty("correlated_authorization_id").GetInt64(), data.GetProperty("authorization").GetProperty("id").GetInt64())));
    }

    [Fact]
    public async Task Each_side_of_a_transfer_has_its_own_and_an_operation_without_impact_has_none()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync("""{"account_id":1,"amount":50,"processing_code":"090907"}""");
        await tenant.ForcedAsync("""{"account_id":2,"amount":5,"processing_code":"090900"}""");
        var transfer = (await tenant.TransferAsync(
            """{"from":[{"account":{"id":1},"amount":20}],"to":[{"account":{"id":2},"amount":20}]}""")).Json;
        var ids = transfer.GetProperty("authorization_ids");
        Assert.Equal(200, (await tenant.CancelTransferAsync(
            $$"""{"authorization_id":{{ids.GetProperty("debit").GetInt64()}},"amount":5}""")).Code);

        var events = (await tenant.EventObjectsAsync(Transactions)).Skip(1).Select(one => one.Data()).ToList();

        Assert.Equal([1L, 2, 2, 1], events.Select(data => data.GetProperty("account_id").GetInt64()));
        Assert.Equal([(20m, 1, false), (20m, 1, true), (5m, 3, false), (5m, 3, true)], events.Select(Line));
        Assert.Equal(
            [ids.GetProperty("debit").GetInt64(), ids.GetProperty("credit").GetInt64()],
            events.Take(2).Select(data => data.GetProperty("authorization").GetProperty("id").GetInt64()));
        Assert.Equal(
            [ids.GetProperty("credit").GetInt64(), ids.GetProperty("debit").GetInt64()],
            events.Skip(2).Select(data => data.GetProperty("correlated_authorization_id").GetInt64()));
        Assert.All(events.Take(2), data => Assert.Equal(transfer.Text("tracking_id"), data.Text("tracking_id")));
        // Both sides are sides of one movement.
        Assert.Equal(events[0].GetProperty("id").GetInt64(), events[1].GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("2030-01-04T23:59:59Z", "2030-01-04")]
    [InlineData("2030-01-05T00:00:00Z", "2030-01-07")]
    [InlineData("2030-01-06T23:59:59Z", "2030-01-07")]
    [InlineData("2030-01-07T00:00:00Z", "2030-01-07")]
    [InlineData("2029-12-30T12:00:00Z", "2029-12-31")]
    [InlineData("9998-12-31T23:59:59Z", "9998-12-31")]
    public async Task A_weekend_settles_on_Monday(string now, string accounted)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync(now);
        await tenant.ForcedAsync("""{"account_id":7,"amount":1,"processing_code":"090907"}""");

        Assert.Equal(accounted, Assert.Single(await tenant.EventObjectsAsync(Transactions)).Data().Text("accounting_date"));
    }

    private static (decimal Value, int Type, bool Credit) Line(JsonElement data) => (
        Assert.Single(data.GetProperty("amount").EnumerateArray()).GetProperty("value").GetDecimal(),
        data.GetProperty("transaction_type_id").GetInt32(), data.GetProperty("credit").GetBoolean());
}
