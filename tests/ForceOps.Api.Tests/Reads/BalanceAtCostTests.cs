using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Reads;

namespace ForceOps.Api.Tests.Reads;

/// <summary>What a look into the past costs, in rows that PostgreSQL read and not in time.</summary>
public sealed class BalanceAtCostTests(SharedService shared)
{
    private static readonly DateTimeOffset Begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Tables = ["movements", "authorizations"];

    [Fact]
    public async Task Ninety_days_of_many_movements_cost_what_those_of_a_few_cost()
    {
        TestPostgres.SkipOnCluster(shared.Service.Database, "the rows that are read are counted on other servers");
        await using var book = await BusyBook.FillAsync(await shared.Postgres.CreateDatabaseAsync(), Begin);
        var (balances, days) = (new BalanceAt(book.Source), Enumerable.Range(1, 90).Select(day => Begin.AddDays(day)).ToList());

        var (few, ofFew) = await book.CountAsync(() => balances.ReadAsync(BusyBook.Org, 1, days), Tables);
        var (many, ofMany) = await book.CountAsync(() => balances.ReadAsync(BusyBook.Org, 2, days), Tables);

        // A movement a minute: 1440 a day, until there are no more.
        Assert.Equal(days.Select((_, i) => Math.Min((i + 1) * 1440m, BusyBook.Many)), many.Select(at => at.Balance));
        Assert.Equal([1m, 2m, 3m], few.Select(at => at.Balance).Distinct());
        Assert.True(ofMany.Rows < 2 * ofFew.Rows, $"{ofMany.Rows} rows of {BusyBook.Many} movements, {ofFew.Rows} rows of 3");
        Assert.InRange(ofMany.Rows, days.Count, days.Count * 100);
    }
}
