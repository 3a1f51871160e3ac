using System.Collections.Concurrent;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ForceOps.Postgres.Delayed;

/// <summary>
/// Finds the operations that are due, in order, and stores which of them must be tried again later. It claims no operation: the
/// batch that posts them does.
/// </summary>
internal sealed class DelayedQueue(NpgsqlDataSource database, bool isDistributed, TimeProvider clock)
{
    // The statement goes from book to book by the primary key, so that its cost grows with the number of books that have waiting
    // operations, and not with the number of these operations.
    private const string OrgsWithDelayed =
        """
        WITH RECURSIVE waiting AS (
            (SELECT book FROM delayed_operations ORDER BY book LIMIT 1)
            UNION ALL
            SELECT (SELECT book FROM delayed_operations WHERE book > waiting.book ORDER BY book LIMIT 1) FROM waiting WHERE waiting.book IS NOT NULL)
        SELECT orgs.org, orgs.book, (SELECT due_at FROM delayed_operations WHERE book = waiting.book ORDER BY due_at LIMIT 1)
        FROM waiting JOIN orgs ON orgs.book = waiting.book
        """;

    // A distributed database has no such walk, and reads all its parts: DelayedWorker looks less often then. What waits is read alone,
    // since a read of the orgs beside it would begin a transaction on every server.
    private const string BooksWithDelayed = "SELECT book, min(due_at) FROM delayed_operations GROUP BY book";

    private const string OrgsOfBooks = "SELECT org, book FROM orgs WHERE book = ANY($1)";

    // An operation that waits for a locked row delays the operations that came later for the same accounts, and nothing else.
    private const string Due =
        $"""
        SELECT {DelayedColumns.List} FROM delayed_operations AS due
        WHERE book = $1 AND due_at <= $2 AND (retry_at IS NULL OR retry_at <= $3) AND NOT EXISTS (
            SELECT 1 FROM delayed_operations AS earlier WHERE book = $1 AND earlier.retry_at > $3 AND earlier.id < due.id
                AND (earlier.account_id IN (due.account_id, due.other_account_id) OR earlier.other_account_id IN (due.account_id, due.other_account_id)))
        ORDER BY id LIMIT $4
        """;

    private const string Park =
        """
        UPDATE delayed_operations SET tries = tries + 1, retry_at = $3 + least($4 * power(2, least(tries, 16)), $5) WHERE book = $1 AND id = ANY($2)
        """;

    /// <summary>
    /// The first delay before a retry. A lock that lasts longer than a batch belongs to a transaction that a person runs by hand.
    /// The first delays are some tenths of a second, so that the operation ends soon after such a transaction.
    /// </summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest delay before a retry: no operation waits longer than this for a row that is free again.</summary>
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Reads the orgs whose books have waiting operations, and the time when the first of these operations is due.
    /// </summary>
    internal async Task<List<(OrgId Org, BookId Book, DateTimeOffset FirstDueAt)>> OrgsAsync()
    {
        if (isDistributed)
            return await DistributedOrgsAsync();
        var orgs = new List<(OrgId, BookId, DateTimeOffset)>();
        await using var command = database.CreateCommand(OrgsWithDelayed);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            orgs.Add((new OrgId(reader.GetGuid(0)), new BookId(reader.GetGuid(1)), reader.GetFieldValue<DateTimeOffset>(2)));
        return orgs;
    }

    private async Task<List<(OrgId Org, BookId Book, DateTimeOffset FirstDueAt)>> DistributedOrgsAsync()
    {
        var due = new Dictionary<Guid, DateTimeOffset>();
        await using (var command = database.CreateCommand(BooksWithDelayed))
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                due.Add(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1));
        }
        var orgs = new List<(OrgId, BookId, DateTimeOffset)>();
        if (due.Count == 0)
            return orgs;
        await using var owners = database.CreateCommand(OrgsOfBooks);
        owners.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. due.Keys] });
        await using var found = await owners.ExecuteReaderAsync();
        while (await found.ReadAsync())
            orgs.Add((new OrgId(found.GetGuid(0)), new BookId(found.GetGuid(1)), due[found.GetGuid(1)]));
        return orgs;
    }

    /// <summary>
    /// Reads the first operations that are due at the org's time <paramref name="now"/>, in the order of acceptance.
    /// </summary>
    internal async Task<List<DelayedOperation>> DueAsync(BookId book, DateTimeOffset now, int limit)
    {
        await using var command = database.CreateCommand(Due);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new NpgsqlParameter<Guid> { TypedValue = book.Value }, new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
            new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime }, new NpgsqlParameter<int> { TypedValue = limit },
        });
        var due = new List<DelayedOperation>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            due.Add(DelayedColumns.Read(reader));
        return due;
    }

    /// <summary>
    /// Stores that the operations are to be tried again later. The delay doubles each time, up to the longest one.
    /// </summary>
    internal async Task ParkAsync(BookId book, IReadOnlyCollection<long> ids)
    {
        await using var command = database.CreateCommand(Park);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new NpgsqlParameter<Guid> { TypedValue = book.Value }, new NpgsqlParameter<long[]> { TypedValue = [.. ids] },
            new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime },
            new NpgsqlParameter<TimeSpan> { TypedValue = RetryDelay }, new NpgsqlParameter<TimeSpan> { TypedValue = RetryDelayMax },
        });
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>
/// Posts delayed operations in batches of their own, beside the writers' org queues, so that no caller's batch is mixed with
/// them.
/// </summary>
internal sealed class DelayedPoster(NpgsqlDataSource database, WriterOptions options, DelayedSignal signal, TimeProvider clock,
    ILogger log) : IAsyncDisposable
{
    /// <summary>
    /// The divisor of the lock timeout. A batch of delayed operations waits for a locked row a tenth as long as a caller's batch
    /// does: nobody waits for the answer, and meanwhile the rows of the other operations in the batch are locked.
    /// </summary>
    private const int PatienceShare = 10;

    private readonly ConcurrentBag<BatchRunner> _runners = [];
    private readonly WriterCache _memory = WriterCache.Empty(options with { KnownAccountsMax = 0 });

    /// <summary>
    /// Posts the operations, and returns the results in the operations' order. A result without outcome and refusal belongs to an
    /// operation that is gone, or that another process has claimed.
    /// </summary>
    internal async Task<List<(DelayedOperation Delayed, WriteResult Result)>> PostAsync(OrgId org, List<DelayedOperation> due)
    {
        var batch = due.ConvertAll(item => new PendingOperation(item));
        var runner = _runners.TryTake(out var idle) ? idle : NewRunner();
        try
        {
            await runner.RunAsync(org, batch);
        }
        finally
        {
            _runners.Add(runner);
        }
        var results = new List<(DelayedOperation, WriteResult)>();
        foreach (var pending in batch)
            results.Add((pending.Delayed!, await pending.Answer));
        return results;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var runner in _runners)
            await runner.DisposeAsync();
        _runners.Clear();
    }

    private BatchRunner NewRunner() =>
        new(database, _memory, signal, options with { LockTimeout = options.LockTimeout / PatienceShare }, clock, log);
}
