using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>What the customer would see.</summary>
public sealed class TimelineTests(SharedService shared)
{
    [Fact]
    public async Task The_timeline_is_newest_first_and_names_cancels_fees_and_parts()
    {
        await using var tenant = shared.NewTenant();
        var force = (await tenant.ForceAsync("""{"account_id":7,"amount":100,"processing_code":"090910","descriptor":"Salary"}""")).Json
            .GetProperty("authorization_id").GetInt64();
        await tenant.CancelForceAsync($$"""{"authorization_id":{{force}},"amount":30}""");
        var debit = (await tenant.ForceAsync("""{"account_id":7,"amount":8,"processing_code":"090908"}""")).Json.GetProperty(
            "authorization_id").GetInt64();
        await tenant.CancelForceAsync($$"""{"authorization_id":{{debit}}}""");

        var items = (await tenant.GetAsync("/sandbox/accounts/7/timeline")).Json.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(
            [("CASH_OUT", "CANCELLATION", 8m, 68.5m), ("CASH_OUT", "AUTHORIZATION", -8m, 60.5m),
                ("CASH_IN", "PARTIAL_CANCELLATION", -30m, 68.5m),
                ("FEE", "AUTHORIZATION", -1.5m, 98.5m), ("CASH_IN", "AUTHORIZATION", 100m, 100m)],
            items.Select(item => (item.GetProperty("type").GetString()!, item.GetProperty("category").GetString()!,
                item.GetProperty("amount").GetDecimal(), item.GetProperty("balance_after").GetDecimal())));
        Assert.Equal("Salary", items[4].GetProperty("descriptor").GetString());
        Assert.Equal(force, items[4].GetProperty("authorization_id").GetInt64());
    }

    [Fact]
    public async Task What_was_sent_to_skip_the_timeline_is_not_there_but_has_its_events()
    {
        await using var tenant = shared.NewTenant();
        for (var i = 1; i <= 20; i++)
            await tenant.ForceAsync($$"""{"account_id":7,"amount":{{i}},"processing_code":"090907"}""",
                ("x-skip-timeline", i % 4 == 0 ? "no" : "TRUE"));

        var amounts = new List<decimal>();
        string? after = null;
        do
        {
            var page = (await tenant.GetAsync($"/sandbox/accounts/7/timeline?limit=2{(after is null ? "" : $"&after={after}")}")).Json;
            amounts.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("amount").GetDecimal()));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal([20m, 16m, 12m, 8m, 4m], amounts);
        Assert.Equal(40, (await tenant.EventsAsync()).Count);
    }
}
