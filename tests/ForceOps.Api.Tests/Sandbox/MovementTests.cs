using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary>An account's movements: newest first, signed for the account, with the balance after each.</summary>
public sealed class MovementTests(SharedService shared)
{
    [Fact]
    public async Task Movements_are_newest_first_and_signed_and_carry_the_balance()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync("""{"account_id":7,"amount":40.25,"processing_code":"090910","descriptor":"in"}""");
        await tenant.ForcedAsync("""{"account_id":7,"amount":10,"processing_code":"090908"}""");
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":20,"cancel_fees":true}""");
        var items = (await tenant.GetAsync("/sandbox/accounts/7/movements")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            "fee_reversal 1.5 10.25; reversal -20 8.75; principal -10 28.75; fee -1.5 38.75; principal 40.25 40.25",
            string.Join("; ", items.Select(
                one => $"{one.GetProperty("kind")} {one.GetProperty("amount")} {one.GetProperty("balance_after")}")));
        Assert.Equal(
            "id, kind, authorization_id, tracking_id, amount, balance_after, counterparty, processing_code, descriptor, value_date, created_at",
            Refused.Names(items[0]));
        Assert.Equal(force, items[^1].GetProperty("authorization_id").GetInt64());
        Assert.Equal("090910 in", $"{items[^1].GetProperty("processing_code")} {items[^1].GetProperty("descriptor")}");
    }

    [Fact]
    public async Task Movements_are_paged_without_gap_or_repeat()
    {
        await using var tenant = shared.NewTenant();
        for (var i = 1; i <= 7; i++)
            await tenant.ForcedAsync($$"""{"account_id":7,"amount":{{i}},"processing_code":"090907"}""");
        await tenant.ForcedAsync("""{"account_id":8,"amount":99,"processing_code":"090907"}""");
        var (seen, after) = (new List<decimal>(), "");
        do
        {
            var page = (await tenant.GetAsync($"/sandbox/accounts/7/movements?limit=3{after}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("amount").GetDecimal()));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);
        Assert.Equal([7m, 6m, 5m, 4m, 3m, 2m, 1m], seen);
    }

    [Fact]
    public async Task An_operation_without_impact_moves_nothing()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync("""{"account_id":7,"amount":40.25,"processing_code":"090900"}""");
        Assert.Equal("""{"items":[],"next":null}""", (await tenant.GetAsync("/sandbox/accounts/7/movements")).Text);
    }

    [Theory]
    [InlineData("?after=x")]
    [InlineData("?limit=1001")]
    public async Task A_wrong_page_is_refused(string query)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.GetAsync("/sandbox/accounts/7/movements" + query), 400, "INVALID_FIELD");
    }
}
