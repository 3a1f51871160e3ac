using ForceOps.Api.Tests.Reads;
using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Api.Tests.Moments;

/// <summary>What a look at a moment costs, in rows and blocks that PostgreSQL read and not in time.</summary>
public sealed class MomentCostTests(SharedService shared)
{
    private static readonly string[] Tables = ["movements", "authorizations", "hold_changes", "status_changes", "accounts"];

    [Fact]
    public async Task An_account_of_many_movements_costs_what_one_of_a_few_costs()
    {
        TestPostgres.SkipOnCluster(shared.Service.Database, "the rows that are read are counted on other servers");
        await using var book = await BusyBook.FillAsync(
            await shared.Postgres.CreateDatabaseAsync(), new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await book.HoldAsync();
        var contexts = new Contexts(new DbContextOptionsBuilder<LedgerDbContext>().UseNpgsql(book.Source).Options);
        using var horizon = new CommitHorizon(book.Source, TimeProvider.System);
        var moments = new BookMoments(book.Source, horizon);
        var (accounts, postings) = (new AccountsAt(contexts), new Postings(contexts));
        // The first question also reads the catalog.
        await AskAsync(1);

        var (few, ofFew) = await book.CountAsync(() => AskAsync(1), Tables);
        var (many, ofMany) = await book.CountAsync(() => AskAsync(2), Tables);

        Assert.Equal((2, 2, 2), few);
        Assert.Equal((30_001, 30_001, 2), many);
        Assert.True(ofMany.Rows < 2 * ofFew.Rows, $"{ofMany.Rows} rows of {BusyBook.Many} movements, {ofFew.Rows} rows of 3");
        Assert.True(ofMany.Blocks < 2 * ofFew.Blocks, $"{ofMany.Blocks} blocks of {BusyBook.Many} movements, {ofFew.Blocks} blocks of 3");
        Assert.InRange(ofMany.Rows, 10, 300);

        async Task<(decimal Balance, decimal Held, int Movements)> AskAsync(long id)
        {
            var then = new DateTimeOffset(2020, 1, 21, 20, 0, 0, TimeSpan.Zero);
            var at = await moments.AtAsync(BusyBook.Org, then, then.AddYears(1), TimeSpan.FromSeconds(1));
            var account = (await accounts.FindAsync(at, id))!;
            var movements = await postings.MovementsOfAsync(BusyBook.Org, id, long.MaxValue, 2, at);
            return (account.Balance, account.Held, movements.Count);
        }
    }

    private sealed class Contexts(DbContextOptions<LedgerDbContext> options) : IDbContextFactory<LedgerDbContext>
    {
        public LedgerDbContext CreateDbContext() => new(options);
    }
}
