using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Postgres.Reads;
using Npgsql;

namespace ForceOps.Api.Tests.Reads;

/// <summary>What a look into the past costs, in rows that PostgreSQL read and not in time.</summary>
public sealed class BalanceAtCostTests(SharedService shared)
{
    private const string Org = "22222222-2222-2222-2222-222222222222";

    private const int Many = 50_000;

    private static readonly DateTimeOffset Begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ninety_days_of_many_movements_cost_what_those_of_a_few_cost()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await FillAsync(database);
        // One connection, so that the rows that it has read are counted before they are asked for.
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 1, Enlist = false }.ConnectionString);
        var (balances, days) = (new BalanceAt(source), Enumerable.Range(1, 90).Select(day => Begin.AddDays(day)).ToList());

        var (few, ofFew) = await CountAsync(source, () => balances.ReadAsync(new OrgId(Guid.Parse(Org)), 1, days));
        var (many, ofMany) = await CountAsync(source, () => balances.ReadAsync(new OrgId(Guid.Parse(Org)), 2, days));

        // A movement a minute: 1440 a day, until there are no more.
        Assert.Equal(days.Select((_, i) => Math.Min((i + 1) * 1440m, Many)), many.Select(at => at.Balance));
        Assert.Equal([1m, 2m, 3m], few.Select(at => at.Balance).Distinct());
        Assert.True(ofMany < 2 * ofFew, $"{ofMany} rows of {Many} movements, {ofFew} rows of 3");
        Assert.InRange(ofMany, days.Count, days.Count * 100);
    }

    /// <summary>
    /// The movements of account 2 come one a minute. Account 1 has three, at the beginning, in the middle and at the end of them.
    /// </summary>
    private static Task FillAsync(string database) => Sql.ExecuteAsync(
        database,
        $"""
        INSERT INTO books (book, created_at) VALUES ('{Org}', now());
        INSERT INTO orgs (org, book, currency, created_at) VALUES ('{Org}', '{Org}', 'USD', now());
        INSERT INTO processing_codes (book, code, impact) VALUES ('{Org}', '090907', 1);
        INSERT INTO accounts (book, id, kind, currency, opened_at) SELECT '{Org}', id, 'customer', 'USD', now() FROM generate_series(1, 3) AS id;
        INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
        SELECT '{Org}', 10 + 4 * n, 'busy ' || n, 'FORCE', 'pismo', 2, '090907', 1, 1, 'USD', '2030-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', true, ''
        FROM generate_series(0, {Many - 1}) AS n;
        INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, credit_balance)
        SELECT '{Org}', 11 + 4 * n, 10 + 4 * n, 'principal', -1, 2, 1, n + 1 FROM generate_series(0, {Many - 1}) AS n;
        INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
        SELECT '{Org}', 12 + 4 * n, 'quiet ' || n, 'FORCE', 'pismo', 1, '090907', 1, 1, 'USD', '2030-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', true, ''
        FROM unnest(ARRAY[0, {Many / 2}, {Many - 1}]) AS n;
        INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, credit_balance)
        SELECT '{Org}', 13 + 4 * n, 12 + 4 * n, 'principal', -1, 1, 1, number FROM unnest(ARRAY[0, {Many / 2}, {Many - 1}]) WITH ORDINALITY AS quiet (n, number);
        ANALYZE authorizations, movements;
        """);

    private static async Task<(T Result, long Rows)> CountAsync<T>(NpgsqlDataSource source, Func<Task<T>> read)
    {
        var before = await RowsReadAsync(source);
        var result = await read();
        return (result, await RowsReadAsync(source) - before);
    }

    private static async Task<long> RowsReadAsync(NpgsqlDataSource source)
    {
        await using (var flush = source.CreateCommand("SELECT pg_stat_force_next_flush()"))
            await flush.ExecuteNonQueryAsync();
        await using var command = source.CreateCommand(
            "SELECT sum(seq_tup_read + idx_tup_fetch)::bigint FROM pg_stat_user_tables WHERE relname IN ('movements', 'authorizations')");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
