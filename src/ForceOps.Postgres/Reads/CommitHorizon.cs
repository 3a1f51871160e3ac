using Npgsql;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Determines the commit horizon, the id below which nothing can still commit. A batch that is still in flight may hold lower ids
/// than a batch that is committed, so a reader in id order must stop below the ids in flight. Postings do no work for that: a
/// transaction that took a block of ids holds its lock on the sequence until it ends, so a transaction that is not among the
/// holders after the sequence was read has committed or never will. Other transactions, however old, delay no reader.
/// </summary>
public sealed class CommitHorizon(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    /// <summary>
    /// The pause between two looks at the lock holders. A batch takes some milliseconds; looking again much sooner only costs.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly SemaphoreSlim _looking = new(1);
    private long _below;
    private long? _lookedAt;

    /// <summary>
    /// Reads the horizon. Everything that was answered to a client before the call is below it, unless a batch hangs for longer
    /// than <paramref name="patience"/>: then the result is the latest horizon known before.
    /// </summary>
    public async Task<long> ReadAsync(TimeSpan patience)
    {
        await using var connection = await database.OpenConnectionAsync();
        var below = await TakenBelowAsync(connection);
        if (below <= Volatile.Read(ref _below))
            return Volatile.Read(ref _below);
        var started = clock.GetTimestamp();
        // Transactions that take a block after this look have higher ids and need not be waited for.
        var holders = await HoldersAsync(connection);
        while (holders.Count > 0)
        {
            if (clock.GetElapsedTime(started) > patience)
                return Volatile.Read(ref _below);
            await Task.Delay(Pause, clock);
            holders.IntersectWith(await HoldersAsync(connection));
        }
        return Raise(below);
    }

    /// <summary>
    /// Reads the horizon like <see cref="ReadAsync"/>, but accepts a value that is not older than <paramref name="age"/>: many
    /// streams then cost no more than one.
    /// </summary>
    public async Task<long> ReadRecentAsync(TimeSpan age, TimeSpan patience)
    {
        await _looking.WaitAsync();
        try
        {
            if (_lookedAt is { } at && clock.GetElapsedTime(at) < age)
                return Volatile.Read(ref _below);
            var below = await ReadAsync(patience);
            _lookedAt = clock.GetTimestamp();
            return below;
        }
        finally
        {
            _looking.Release();
        }
    }

    public void Dispose() => _looking.Dispose();

    private long Raise(long below)
    {
        long known;
        while ((known = Volatile.Read(ref _below)) < below && Interlocked.CompareExchange(ref _below, below, known) != known)
        {
            // Another thread raised the value at the same moment. The loop compares again which value is higher.
        }
        return Math.Max(known, below);
    }

    private static async Task<long> TakenBelowAsync(NpgsqlConnection connection)
    {
        // The sequence names the first id of the last block.
        await using var command = new NpgsqlCommand(
            "SELECT CASE WHEN is_called THEN last_value + $1 ELSE 0 END FROM ledger_ids", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = Writing.BatchLoader.IdBlock } },
        };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// Reads which transactions hold a lock on the sequence. This is a statement of its own, sent after the sequence was read.
    /// </summary>
    private static async Task<HashSet<string>> HoldersAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation = 'ledger_ids'::regclass AND mode = 'RowExclusiveLock'
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            connection);
        var holders = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            holders.Add(reader.GetString(0));
        return holders;
    }
}
