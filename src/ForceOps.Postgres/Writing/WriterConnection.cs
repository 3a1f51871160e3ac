using Microsoft.Extensions.Logging;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Holds a writer's own connection. The connection is kept between batches, so that its statements stay prepared, and is replaced
/// when it breaks.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="isDistributed">True when the rows are on other servers than the one that is connected to.</param>
internal sealed class WriterConnection(NpgsqlDataSource database, bool isDistributed) : IAsyncDisposable
{
    // Every statement of the writer looks a few hundred rows up by key. Right after accounts were opened in bulk there are no
    // statistics, and the planner then reads the whole table for each batch: seen at 900 us a posting instead of 45. The plans
    // are generic, since the values never make another plan better, and planning anew costs a lone posting a tenth of its time.
    private const string Plans = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan";

    // On a distributed database a plan must know the book to know its server, and a setting reaches that server when it is set inside
    // the transaction. The others count on this server alone.
    private const string DistributedPlans = "SET plan_cache_mode = auto; SET citus.propagate_set_commands = 'local'";

    // Statements sent together without BEGIN are a transaction with the isolation of the session; a stricter isolation would read
    // the org before the statement's locks.
    private const string Isolation = "SET default_transaction_isolation = 'read committed'";

    // A database or role may have synchronous_commit off, and then an answered posting could be lost in a crash; stronger
    // settings stay as they are.
    private const string Durable = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    private NpgsqlConnection? _connection;
    private TimeSpan _lockTimeout;

    internal async ValueTask<NpgsqlConnection> OpenAsync(TimeSpan lockTimeout)
    {
        try
        {
            if (_connection is null)
            {
                _connection = await database.OpenConnectionAsync();
                await ExecuteAsync(Plans);
                if (isDistributed)
                    await ExecuteAsync(DistributedPlans);
                await ExecuteAsync(Isolation);
                await ExecuteAsync(Durable);
            }
            if (_lockTimeout != lockTimeout)
            {
                await ExecuteAsync(SetLockTimeout("SET", lockTimeout));
                _lockTimeout = lockTimeout;
            }
            return _connection;
        }
        catch
        {
            // A connection that is only half set up must not be taken for ready the next time.
            await DropAsync();
            throw;
        }
    }

    /// <param name="set">SET for the session, SET LOCAL for the transaction.</param>
    internal static string SetLockTimeout(string set, TimeSpan lockTimeout) =>
        $"{set} lock_timeout = {Math.Max(1, (int)lockTimeout.TotalMilliseconds)}";

    /// <summary>Rolls back the transaction; returns false when the connection is gone, and the transaction with it.</summary>
    internal async Task<bool> TryRollBackAsync()
    {
        try
        {
            await ExecuteAsync("ROLLBACK");
            return true;
        }
        catch (Exception error) when (IsLost(error) || error is InvalidOperationException)
        {
            // An InvalidOperationException says that the connection is closed by now. No error may escape: a writer that dies
            // answers no caller.
            await DropAsync();
            return false;
        }
    }

    internal async Task DropAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            _lockTimeout = default;
            // The pool would hand the same session out again. After a database that was read-only, the driver's prepared statements
            // of that session were out of step, and the first posting that could be written failed. A session that is lost is not
            // handed out, and the others of the pool are none of its business: closing them takes time on this thread.
            if (connection.State == System.Data.ConnectionState.Open)
                database.Clear();
            await connection.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
    }

    /// <summary>Returns true when the error says that the way to the database failed.</summary>
    internal static bool IsLost(Exception error) =>
        error is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException;

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>
/// Keeps the planner's statistics true while a ledger is young. On tables that were empty when their statements were first
/// planned, the foreign-key checks inside PostgreSQL walk the whole org (seen: 60 ms a batch after ten thousand postings), and
/// autovacuum looks only once a minute. Fresh statistics make PostgreSQL plan anew; autovacuum takes care of later growth.
/// </summary>
internal sealed partial class TableStatistics(NpgsqlDataSource database, ILogger log)
{
    /// <summary>
    /// The numbers of postings of this process after which the statistics are refreshed: the first is early enough that a walk is
    /// short, and each next number is ten times as large.
    /// </summary>
    private static readonly long[] Moments = [200, 2_000, 20_000, 200_000];

    private long _posted;

    internal void Count(int posted)
    {
        var now = Interlocked.Add(ref _posted, posted);
        foreach (var moment in Moments)
        {
            if (now >= moment && now - posted < moment)
                _ = Task.Run(AnalyzeAsync);
        }
    }

    private async Task AnalyzeAsync()
    {
        try
        {
            await using var command = database.CreateCommand("SELECT refresh_statistics()");
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception error) when (WriterConnection.IsLost(error) || error is ObjectDisposedException)
        {
            // Only speed is lost; the writers notice a database that is away.
            LogSkipped(error);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Statistics were not refreshed")]
    private partial void LogSkipped(Exception error);
}
