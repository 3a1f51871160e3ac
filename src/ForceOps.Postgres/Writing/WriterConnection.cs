using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>A writer's own connection: kept between batches, so that its statements stay prepared, and replaced when it breaks.</summary>
internal sealed class WriterConnection(NpgsqlDataSource database) : IAsyncDisposable
{
    // Every statement of the writer looks a few hundred rows up by key. Right after accounts were opened in bulk there are no
    // statistics, and the planner then reads the whole table for each batch: seen at 900 us a posting instead of 45. Generic plans,
    // since the values never make another plan better, and planning anew costs a lone posting a tenth of its time.
    private const string Plans = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan";

    // Statements sent together without BEGIN are a transaction of the session's isolation; a stricter one would look at the org before its locks.
    private const string Isolation = "SET default_transaction_isolation = 'read committed'";

    // A database or role may have it off, and then an answer could be lost in a crash; stronger settings stay as they are.
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
                await ExecuteAsync(Isolation);
                await ExecuteAsync(Durable);
            }
            if (_lockTimeout != lockTimeout)
            {
                await ExecuteAsync($"SET lock_timeout = {Math.Max(1, (int)lockTimeout.TotalMilliseconds)}");
                _lockTimeout = lockTimeout;
            }
            return _connection;
        }
        catch
        {
            // Half set up it must not be taken for ready the next time.
            await DropAsync();
            throw;
        }
    }

    /// <summary>False when the connection is gone, and with it the transaction.</summary>
    internal async Task<bool> TryRollBackAsync()
    {
        try
        {
            await ExecuteAsync("ROLLBACK");
            return true;
        }
        catch (Exception error) when (IsLost(error) || error is InvalidOperationException)
        {
            // The last of them says that the connection is closed by now. Nothing may escape: a writer that dies answers nobody.
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
            await connection.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await DropAsync();

    /// <summary>Whether it is the way to the database that failed.</summary>
    internal static bool IsLost(Exception error) => error is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException;

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
