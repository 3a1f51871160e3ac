using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Npgsql;
using static ForceOps.Postgres.Writing.StatementParameters;

namespace ForceOps.Postgres.Writing;

/// <summary>Holds the statements with which a batch reads and writes delayed operations. $1 is the book everywhere.</summary>
internal static class SaveDelayed
{
    // The statement tells which of the operations still wait, and which of them this transaction now holds: an operation that
    // another transaction works on is skipped, not waited for.
    internal const string Claim =
        """
        WITH claimed AS MATERIALIZED (SELECT id FROM delayed_operations WHERE book = $1 AND id = ANY($2) ORDER BY id FOR UPDATE SKIP LOCKED)
        SELECT id, id IN (SELECT id FROM claimed) FROM delayed_operations WHERE book = $1 AND id = ANY($2)
        """;

    internal const string ReadByTrackingId =
        $"""
        SELECT waiting.* FROM unnest($2) AS asked (asked), LATERAL (
            SELECT {DelayedColumns.List} FROM delayed_operations WHERE book = $1 AND tracking_id = asked LIMIT 1) AS waiting
        """;

    private static readonly string Insert =
        $"""
        INSERT INTO delayed_operations (book, id, tracking_id, account_id, other_account_id, operation, accepted_at, due_at)
        SELECT books.book, row.* FROM books, {Rows(2, 8)} AS row WHERE books.book = $1
        """;

    private const string Delete = "DELETE FROM delayed_operations WHERE book = $1 AND id = ANY($2)";

    private static readonly string InsertDenials =
        $"""
        INSERT INTO denials (book, event_date, id, tracking_id, account_id, operation, error, cid)
        SELECT books.book, $2, row.* FROM books, {Rows(3, 8)} AS row WHERE books.book = $1
        """;

    /// <summary>
    /// Adds the statements that save the batch's delayed operations, in the same transaction as the postings of the batch.
    /// </summary>
    internal static void Save(NpgsqlBatch statements, BookId book, LedgerState state)
    {
        var (accepted, finished, denied) = (state.Delayed.Accepted, state.Delayed.Finished, state.Delayed.Denied);
        if (accepted.Count > 0)
        {
            statements.BatchCommands.Add(Statement(
                Insert, book.Value, Column(accepted, delayed => delayed.Id), Column(accepted, delayed => delayed.Operation.TrackingId.Text),
                Column(accepted, delayed => delayed.Accounts.First),
                Column(accepted, delayed => delayed.Accounts.Second), Column(accepted, delayed => OperationJson.Write(delayed.Operation)),
                Column(accepted, delayed => delayed.AcceptedAt.UtcDateTime), Column(accepted, delayed => delayed.DueAt.UtcDateTime)));
        }
        if (finished.Count > 0)
            statements.BatchCommands.Add(Statement(Delete, book.Value, Column(finished, delayed => delayed.Id)));
        if (denied.Count > 0)
        {
            statements.BatchCommands.Add(Statement(
                InsertDenials, book.Value, Scalar(state.EventDate.UtcDateTime), Column(denied, delayed => delayed.Id),
                Column(denied, delayed => delayed.Delayed.Operation.TrackingId.Text),
                Column(denied, delayed => delayed.Delayed.Accounts.First),
                Column(denied, delayed => OperationJson.Write(delayed.Delayed.Operation)),
                Column(denied, delayed => ColumnText.Of(delayed)),
                Column(denied, delayed => delayed.Delayed.Operation.CorrelationId)));
        }
    }
}

/// <summary>
/// Wakes the worker that posts delayed operations when a writer of this process has accepted one: the operation may be due before
/// the next look.
/// </summary>
public sealed class DelayedSignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    public void Dispose() => _set.Dispose();

    internal void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // The signal is set already. One look finds all operations.
        }
    }

    /// <summary>Waits until the signal is set, for at most <paramref name="atMost"/>.</summary>
    internal Task WaitAsync(TimeSpan atMost, CancellationToken stop) => _set.WaitAsync(atMost, stop);
}
