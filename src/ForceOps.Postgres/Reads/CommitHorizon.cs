using Npgsql;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Up to which id nothing can appear any more. A batch that is still in flight may hold lower ids than one that is committed, so a
/// reader in id order must stop below it. No posting helps with that: a transaction that took a block of ids holds its lock on the
/// sequence to its end, so whoever is not among the holders after the sequence was read has committed or never will.
/// Other transactions, however old, hold nobody up.
/// </summary>
public sealed class CommitHorizon(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    /// <summary>A batch takes some milliseconds; asking again much sooner only costs.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly SemaphoreSlim _looking = new(1);
    private long _below;
    private long? _lookedAt;

    /// <summary>
    /// Ids below the answer are settled. Everything that was answered to a client before the call is below it, unless a batch hangs
    /// for longer than <paramref name="patience"/>: then it is the latest answer known before.
    /// </summary>
    public async Task<long> ReadAsync(TimeSpan patience)
    {
        await using var connection = await database.OpenConnectionAsync();
        var below = await TakenBelowAsync(connection);
        if (below <= Volatile.Read(ref _below))
            return Volatile.Read(ref _below);
        var started = clock.GetTimestamp();
        // Those that take a block after this look have higher ids, and are none of our business.
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

    /// <summary>As above, but an answer not older than <paramref name="age"/> will do: many streams ask for the price of one.</summary>
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
            // Somebody else raised it at the same moment; look again which is higher.
        }
        return Math.Max(known, below);
    }

    private static async Task<long> TakenBelowAsync(NpgsqlConnection connection)
    {
        // The sequence names the first id of the last block.
        await using var command = new NpgsqlCommand("SELECT CASE WHEN is_called THEN last_value + $1 ELSE 0 END FROM ledger_ids", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = Writing.BatchLoader.IdBlock } },
        };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A statement of its own, after the sequence was read.</summary>
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
