using ForceOps.Api.Tests.Storm;
using Npgsql;

namespace ForceOps.Api.Tests.Reads;

/// <summary>
/// A book with an account of many movements and one of a few, and a count of what PostgreSQL reads of it. The movements of account 2 come
/// one a minute. Account 1 has three, at the beginning, in the middle and at the end of them.
/// </summary>
internal sealed class BusyBook : IAsyncDisposable
{
    internal const int Many = 50_000;

    private const string Id = "22222222-2222-2222-2222-222222222222";

    private readonly string _database;

    private BusyBook(string database)
    {
        _database = database;
        // One connection, so that what it has read is counted before the next question is asked.
        Source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 1, Enlist = false }.ConnectionString);
    }

    internal NpgsqlDataSource Source { get; }

    internal static OrgId Org { get; } = new(Guid.Parse(Id));

    /// <param name="database">An empty ledger.</param>
    /// <param name="begin">The time of the first movement, and of the opening of the accounts.</param>
    internal static async Task<BusyBook> FillAsync(string database, DateTimeOffset begin)
    {
        var from = $"'{begin:yyyy-MM-ddTHH:mm:ssZ}'::timestamptz";
        await Sql.ExecuteAsync(
            database,
            $"""
            INSERT INTO books (book, created_at) VALUES ('{Id}', now());
            INSERT INTO orgs (org, book, currency, created_at) VALUES ('{Id}', '{Id}', 'USD', now());
            INSERT INTO processing_codes (book, code, impact) VALUES ('{Id}', '090907', 1);
            INSERT INTO accounts (book, id, kind, currency, opened_at) SELECT '{Id}', id, 'customer', 'USD', {from} FROM generate_series(1, 3) AS id;
            INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
            SELECT '{Id}', 10 + 4 * n, 'busy ' || n, 'FORCE', 'pismo', 2, '090907', 1, 1, 'USD', {from} + n * interval '1 minute', true, ''
            FROM generate_series(0, {Many - 1}) AS n;
            INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, credit_balance)
            SELECT '{Id}', 11 + 4 * n, 10 + 4 * n, 'principal', -1, 2, 1, n + 1 FROM generate_series(0, {Many - 1}) AS n;
            INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
            SELECT '{Id}', 12 + 4 * n, 'quiet ' || n, 'FORCE', 'pismo', 1, '090907', 1, 1, 'USD', {from} + n * interval '1 minute', true, ''
            FROM unnest(ARRAY[0, {Many / 2}, {Many - 1}]) AS n;
            INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, credit_balance)
            SELECT '{Id}', 13 + 4 * n, 12 + 4 * n, 'principal', -1, 1, 1, number FROM unnest(ARRAY[0, {Many / 2}, {Many - 1}]) WITH ORDINALITY AS quiet (n, number);
            ANALYZE authorizations, movements;
            """);
        return new BusyBook(database);
    }

    /// <summary>Adds a hold to each movement.</summary>
    internal Task HoldAsync() => Sql.ExecuteAsync(
        _database,
        $"""
        INSERT INTO hold_changes (book, authorization_id, hold_id, account_id, change, held, balance, headroom)
        SELECT '{Id}', 12 + 4 * n, 12 + 4 * n, 1, 1, number, number, 0 FROM unnest(ARRAY[0, {Many / 2}, {Many - 1}]) WITH ORDINALITY AS quiet (n, number);
        INSERT INTO hold_changes (book, authorization_id, hold_id, account_id, change, held, balance, headroom)
        SELECT '{Id}', 10 + 4 * n, 10 + 4 * n, 2, 1, n + 1, n + 1, 0 FROM generate_series(0, {Many - 1}) AS n;
        ANALYZE hold_changes;
        """);

    /// <summary>Reads, and counts the rows and blocks that it took of the tables.</summary>
    internal async Task<(T Result, ReadCost Cost)> CountAsync<T>(Func<Task<T>> read, params string[] tables)
    {
        var before = await CostAsync(tables);
        var result = await read();
        var after = await CostAsync(tables);
        return (result, new ReadCost(after.Rows - before.Rows, after.Blocks - before.Blocks));
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private async Task<ReadCost> CostAsync(string[] tables)
    {
        await using (var flush = Source.CreateCommand("SELECT pg_stat_force_next_flush()"))
            await flush.ExecuteNonQueryAsync();
        await using var command = Source.CreateCommand(
            """
            SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint, sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read)::bigint
            FROM pg_stat_user_tables JOIN pg_statio_user_tables USING (relid) WHERE pg_stat_user_tables.relname = ANY ($1)
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = tables });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new ReadCost(reader.GetInt64(0), reader.GetInt64(1));
    }
}

/// <summary>What a question made PostgreSQL read.</summary>
internal sealed record ReadCost(long Rows, long Blocks);
