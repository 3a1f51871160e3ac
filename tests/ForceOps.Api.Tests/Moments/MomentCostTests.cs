using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ForceOps.Api.Tests.Moments;

/// <summary>What a look at a moment costs, in rows and blocks that PostgreSQL read and not in time.</summary>
public sealed class MomentCostTests(SharedService shared)
{
    private const string Org = "33333333-3333-3333-3333-333333333333";
    private const int Many = 50_000;

    [Fact]
    public async Task An_account_of_many_movements_costs_what_one_of_a_few_costs()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await FillAsync(database);
        // One connection, so that what it has read is counted before the next question is asked.
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 1, Enlist = false }.ConnectionString);
        var contexts = new Contexts(new DbContextOptionsBuilder<LedgerDbContext>().UseNpgsql(source).Options);
        using var horizon = new CommitHorizon(source, TimeProvider.System);
        var moments = new BookMoments(source, horizon);
        var (accounts, postings) = (new AccountsAt(contexts), new Postings(contexts));
        // The first question also reads the catalog.
        await AskAsync(1);

        var (few, ofFew) = await CountAsync(source, () => AskAsync(1));
        var (many, ofMany) = await CountAsync(source, () => AskAsync(2));

        Assert.Equal((2, 2, 2), few);
        Assert.Equal((30_001, 30_001, 2), many);
        Assert.True(ofMany.Rows < 2 * ofFew.Rows, $"{ofMany.Rows} rows of {Many} movements, {ofFew.Rows} rows of 3");
        Assert.True(ofMany.Blocks < 2 * ofFew.Blocks, $"{ofMany.Blocks} blocks of {Many} movements, {ofFew.Blocks} blocks of 3");
        Assert.InRange(ofMany.Rows, 10, 300);

        async Task<(decimal Balance, decimal Held, int Movements)> AskAsync(long id)
        {
            var then = new DateTimeOffset(2020, 1, 21, 20, 0, 0, TimeSpan.Zero);
            var at = await moments.AtAsync(new OrgId(Guid.Parse(Org)), then, then.AddYears(1), TimeSpan.FromSeconds(1));
            var account = (await accounts.FindAsync(at, id))!;
            var movements = await postings.MovementsOfAsync(new OrgId(Guid.Parse(Org)), id, long.MaxValue, 2, at);
            return (account.Balance, account.Held, movements.Count);
        }
    }

    /// <summary>
    /// The movements of account 2 come one a minute, from midnight on, with a hold each. Account 1 has three of both, at the beginning, in
    /// the middle and at the end of them.
    /// </summary>
    private static Task FillAsync(string database) => Sql.ExecuteAsync(
        database,
        $"""
        INSERT INTO books (book, created_at) VALUES ('{Org}', now());
        INSERT INTO orgs (org, book, currency, created_at) VALUES ('{Org}', '{Org}', 'USD', now());
        INSERT INTO processing_codes (book, code, impact) VALUES ('{Org}', '090907', 1);
        INSERT INTO accounts (book, id, kind, currency, opened_at) SELECT '{Org}', id, 'customer', 'USD', '2020-01-01T00:00:00Z' FROM generate_series(1, 3) AS id;
        INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
        SELECT '{Org}', 10 + 4 * n, 'busy ' || n, 'FORCE', 'pismo', 2, '090907', 1, 1, 'USD', '2020-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', true, ''
        FROM generate_series(0, {Many - 1}) AS n;
        INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, credit_balance)
        SELECT '{Org}', 11 + 4 * n, 10 + 4 * n, 'principal', -1, 2, 1, n + 1 FROM generate_series(0, {Many - 1}) AS n;
        INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
        SELECT '{Org}', 12 + 4 * n, 'quiet ' || n, 'FORCE', 'pismo', 1, '090907', 1, 1, 'USD', '2020-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', true, ''
        FROM unnest(ARRAY[0, {Many / 2}, {Many - 1}]) AS n;
        INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, credit_balance)
        SELECT '{Org}', 13 + 4 * n, 12 + 4 * n, 'principal', -1, 1, 1, number FROM unnest(ARRAY[0, {Many / 2}, {Many - 1}]) WITH ORDINALITY AS quiet (n, number);
        INSERT INTO hold_changes (book, authorization_id, hold_id, account_id, change, held, balance, headroom)
        SELECT '{Org}', 12 + 4 * n, 12 + 4 * n, 1, 1, number, number, 0 FROM unnest(ARRAY[0, {Many / 2}, {Many - 1}]) WITH ORDINALITY AS quiet (n, number);
        INSERT INTO hold_changes (book, authorization_id, hold_id, account_id, change, held, balance, headroom)
        SELECT '{Org}', 10 + 4 * n, 10 + 4 * n, 2, 1, n + 1, n + 1, 0 FROM generate_series(0, {Many - 1}) AS n;
        ANALYZE authorizations, movements, hold_changes;
        """);

    private static async Task<(T Result, Cost Cost)> CountAsync<T>(NpgsqlDataSource source, Func<Task<T>> read)
    {
        var before = await CostAsync(source);
        var result = await read();
        var after = await CostAsync(source);
        return (result, new Cost(after.Rows - before.Rows, after.Blocks - before.Blocks));
    }

    private static async Task<Cost> CostAsync(NpgsqlDataSource source)
    {
        await using (var flush = source.CreateCommand("SELECT pg_stat_force_next_flush()"))
            await flush.ExecuteNonQueryAsync();
        await using var command = source.CreateCommand(
            """
            SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint, sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read)::bigint
            FROM pg_stat_user_tables JOIN pg_statio_user_tables USING (relid)
            WHERE pg_stat_user_tables.relname IN ('movements', 'authorizations', 'hold_changes', 'status_changes', 'accounts')
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new Cost(reader.GetInt64(0), reader.GetInt64(1));
    }

    private sealed record Cost(long Rows, long Blocks);

    private sealed class Contexts(DbContextOptions<LedgerDbContext> options) : IDbContextFactory<LedgerDbContext>
    {
        public LedgerDbContext CreateDbContext() => new(options);
    }
}
