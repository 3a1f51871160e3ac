using Npgsql;

namespace ForceOps.Api.Tests.Storm;

/// <summary>A transaction of the test's own that keeps something locked, so that callers line up behind it.</summary>
internal sealed class HeldLock : IAsyncDisposable
{
    private const string Waiters =
        "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'forceops' AND wait_event_type = 'Lock'";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly string _database;

    private HeldLock(NpgsqlConnection connection, NpgsqlTransaction transaction, string database) =>
        (_connection, _transaction, _database) = (connection, transaction, database);

    internal static Task<HeldLock> OnAccountAsync(string database, string tenant, long account) =>
        ByAsync(database, $"SELECT FROM accounts WHERE book = '{Sql.OrgOf(tenant)}' AND id = {account} FOR UPDATE");

    /// <summary>
    /// Holds an uncommitted row with a tracking id: whoever inserts the same one has done all the rest by then, has its ids, and waits.
    /// </summary>
    internal static Task<HeldLock> OnTrackingIdAsync(string database, string tenant, string trackingId) => ByAsync(
        database,
        $"""
        INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
        VALUES ('{Sql.OrgOf(tenant)}', 1, '{trackingId}', 'FORCE', 'pismo', 1, '090907', 0, 1, 'USD', now(), true, '')
        """);

    /// <summary>Holds whatever the statement locks.</summary>
    internal static async Task<HeldLock> ByAsync(string database, string sql)
    {
        var connection = await Sql.OpenAsync(database);
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync();
        return new HeldLock(connection, transaction, database);
    }

    /// <summary>Asks until so many sessions of services wait for a lock.</summary>
    internal async Task WaitForWaitersAsync(int count = 1)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var looking = await Sql.OpenAsync(_database);
        // The locks of a cluster are on its workers, and its coordinator tells who waits for whom there.
        var waiters = Service.TestPostgres.IsOnCluster(_database) ? "FROM citus_lock_waits" : Waiters;
        await using var command = new NpgsqlCommand($"SELECT count(*) {waiters}", looking);
        while ((long)(await command.ExecuteScalarAsync())! < count)
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience,
                $"{count} sessions should wait behind the test's lock by now");
    }

    /// <summary>
    /// Counts how often sessions of services wait for a lock until the task ends; a wait that is over at once may be missed.
    /// </summary>
    internal async Task<int> CountWaitsAsync(Task end)
    {
        Service.TestPostgres.SkipOnCluster(_database, "the sessions that wait are on other servers");
        var waits = new HashSet<string>(StringComparer.Ordinal);
        await using var looking = await Sql.OpenAsync(_database);
        await using var command = new NpgsqlCommand($"SELECT pid || ' ' || query_start {Waiters}", looking);
        while (!end.IsCompleted)
        {
            await using var found = await command.ExecuteReaderAsync();
            while (await found.ReadAsync())
                waits.Add(found.GetString(0));
        }
        return waits.Count;
    }

    /// <summary>Lets everybody go on, as if the holder had done nothing.</summary>
    internal Task ReleaseAsync() => _transaction.RollbackAsync();

    /// <summary>Lets everybody go on behind what the holder has done.</summary>
    internal Task CommitAsync() => _transaction.CommitAsync();

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
