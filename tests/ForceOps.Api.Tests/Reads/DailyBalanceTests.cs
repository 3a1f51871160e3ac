using System.Text.Json;
using ForceOps.Api.Tests.Clock;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Reads.ReadsOfTenant;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Reads;

/// <summary>The balance at the end of each day of the org's clock.</summary>
public sealed class DailyBalanceTests(SharedService shared)
{
    [Fact]
    public async Task A_day_ends_at_midnight_in_UTC_with_fees_cancellations_and_transfers_in_it()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-01T10:00:00Z");
        await tenant.OpenAsync(8);
        var force = await tenant.CreditAsync(7, 100, "090910");
        await tenant.FreezeAsync("2030-01-01T23:59:59.999Z");
        await tenant.CreditAsync(7, 10);
        await tenant.FreezeAsync("2030-01-02T00:00:00Z");
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":30,"cancel_fees":false}""");
        await tenant.FreezeAsync("2030-01-04T12:00:00Z");
        Posted(await tenant.TransferAsync("account:7", "account:8", 20));
        await tenant.FreezeAsync("2030-01-05T00:00:00Z");

        Assert.Equal(
            "2029-12-31 0, 2030-01-01 108.5, 2030-01-02 78.5, 2030-01-03 78.5, 2030-01-04 58.5",
            await BalancesAsync(tenant, 7, "?begin_date=2029-12-31"));
        Assert.Equal("2030-01-03 0, 2030-01-04 20", await BalancesAsync(tenant, 8, "?begin_date=2030-01-03&end_date=2030-01-04"));
        var item = (await tenant.ReadAsync(Days(7, "?begin_date=2030-01-04"))).Items()[0];
        Assert.Equal(
            $$"""
            {"account_id":7,"org_id":"{{tenant.Org}}","ref_date":"2030-01-04","available_credit_limit":58.5,"available_withdrawal_credit":58.5,"available_total_installment_credit":58.5}
            """,
            item.GetRawText());
    }

    [Fact]
    public async Task Without_dates_they_are_the_ten_days_before_today_by_the_orgs_clock()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-03-01T23:59:59Z");
        await tenant.CreditAsync(7, 1);
        var before = await tenant.ReadAsync(Days(7));
        await tenant.AdvanceAsync("PT1S");
        var after = await tenant.ReadAsync(Days(7));

        Assert.Equal((1, 1, 10, 10), before.Around());
        Assert.Equal(("2030-02-19", "2030-02-28", 0m), Ends(before));
        Assert.Equal(("2030-02-20", "2030-03-01", 1m), Ends(after));
        Assert.Equal("2030-02-16 2030-02-25", Text(await tenant.ReadAsync(Days(7, "?end_date=2030-02-25"))));

        static (string? First, string? Last, decimal Balance) Ends(JsonElement page) => (
            page.Items()[0].Text("ref_date"), page.Items()[^1].Text("ref_date"), page.Items()[^1].Number("available_credit_limit"));

        static string Text(JsonElement page) => $"{page.Items()[0].Text("ref_date")} {page.Items()[^1].Text("ref_date")}";
    }

    [Theory]
    [InlineData("?end_date=2030-06-15", "end_date")]
    [InlineData("?end_date=2030-06-16", "end_date")]
    [InlineData("?begin_date=2030-06-15", "begin_date")]
    [InlineData("?begin_date=2030-06-14&end_date=2030-06-13", "begin_date")]
    [InlineData("?begin_date=2030-03-16", "begin_date")]
    [InlineData("?begin_date=2029-01-15&end_date=2029-02-01", "begin_date")]
    [InlineData("?end_date=2029-01-15", "end_date")]
    [InlineData("?begin_date=2030-6-1", "begin_date")]
    [InlineData("?end_date=", "end_date")]
    [InlineData("?end_date=2030-02-30", "end_date")]
    [InlineData("?per_page=0", "per_page")]
    [InlineData("?per_page=101", "per_page")]
    [InlineData("?perPage=x", "perPage")]
    [InlineData("?page=0", "page")]
    [InlineData("?page=-1", "page")]
    public async Task Wrong_days_and_pages_are_refused(string query, string field)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-06-15T12:00:00Z");
        await tenant.CreditAsync(7, 1);
        RefusedField(field, await tenant.GetAsync(Days(7, query)));
    }

    [Theory]
    [InlineData("?begin_date=2030-03-17", 90)]
    [InlineData("?begin_date=2029-01-16&end_date=2029-01-20", 5)]
    [InlineData("?end_date=2029-01-20", 5)]
    [InlineData("?begin_date=2030-06-14&end_date=2030-06-14", 1)]
    public async Task The_bounds_themselves_are_taken(string query, int days)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-06-15T12:00:00Z");
        await tenant.CreditAsync(7, 1);
        Assert.Equal(days, (await tenant.ReadAsync(Days(7, query))).Around().Total);
    }

    [Fact]
    public async Task Pages_have_no_gap_and_no_repeat()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-01T12:00:00Z");
        for (var day = 1; day <= 12; day++)
        {
            await tenant.CreditAsync(7, day);
            await tenant.AdvanceAsync("P1D");
        }
        var all = (await tenant.ReadAsync(Days(7, "?begin_date=2030-01-01&per_page=100"))).Items();
        Assert.Equal([1m, 3, 6, 10, 15, 21, 28, 36, 45, 55, 66, 78], all.Select(item => item.Number("available_credit_limit")));
        var paged = new List<JsonElement>();
        for (var page = 1; page <= 3; page++)
        {
            var read = await tenant.ReadAsync(Days(7, $"?begin_date=2030-01-01&perPage=5&page={page}"));
            Assert.Equal((3, page, 5, 12), read.Around());
            paged.AddRange(read.Items());
        }
        Assert.Equal(all.Select(item => item.GetRawText()), paged.Select(item => item.GetRawText()));
        Assert.Empty((await tenant.ReadAsync(Days(7, "?begin_date=2030-01-01&per_page=5&page=4"))).Items());
    }

    [Fact]
    public async Task A_clock_that_was_set_back_gives_what_the_books_said_at_one_of_its_passes()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-10T12:00:00Z");
        await tenant.CreditAsync(7, 1);
        await tenant.FreezeAsync("2030-01-05T12:00:00Z");
        await tenant.CreditAsync(7, 2);
        // The tenth has not come again: only days before the fifth are over, and nothing was posted on them.
        Assert.Equal("2030-01-04 0", await BalancesAsync(tenant, 7, "?begin_date=2030-01-04"));
        await tenant.FreezeAsync("2030-01-12T12:00:00Z");
        await tenant.CreditAsync(7, 4);
        await tenant.FreezeAsync("2030-01-13T12:00:00Z");

        Assert.Equal("2030-01-12 7", await BalancesAsync(tenant, 7, "?begin_date=2030-01-12"));
        // The end of the fifth was passed with 0, before the tenth came, and with 3, when it came again.
        Assert.All((await tenant.ReadAsync(Days(7, "?begin_date=2030-01-05&end_date=2030-01-11"))).Items(),
            item => Assert.Contains(item.Number("available_credit_limit"), (decimal[])[0, 1, 3]));
    }

    private static async Task<string> BalancesAsync(Tenant tenant, long account, string query) => string.Join(
        ", ", (await tenant.ReadAsync(Days(account, query))).Items().Select(
            item => FormattableString.Invariant($"{item.Text("ref_date")} {item.Number("available_credit_limit")}")));
}
