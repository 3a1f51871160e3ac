using ForceOps.Postgres.Delayed;
using ForceOps.Postgres.Schema;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>What a batch reads and writes of delayed operations. $1 is the book everywhere.</summary>
internal static class DelayedStatements
{
    // Which of them are still there, and whether this transaction has them now: what another one works on is passed by, not waited for.
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

    private const string Insert =
        """
        INSERT INTO delayed_operations (book, id, tracking_id, account_id, other_account_id, operation, accepted_at, due_at)
        SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8)
        """;

    private const string Delete = "DELETE FROM delayed_operations WHERE book = $1 AND id = ANY($2)";

    private const string InsertDenials =
        """
        INSERT INTO denials (book, event_date, id, tracking_id, account_id, operation, error, cid)
        SELECT $1, $2, * FROM unnest($3, $4, $5, $6, $7, $8)
        """;

    /// <summary>With the postings of the same batch, in the same transaction.</summary>
    internal static void Save(NpgsqlBatch statements, BookId book, Books books)
    {
        var (accepted, finished, denied) = (books.Delayed.Accepted, books.Delayed.Finished, books.Delayed.Denied);
        if (accepted.Count > 0)
        {
            statements.BatchCommands.Add(Statement(
                Insert, book, Array(accepted, one => one.Id), Array(accepted, one => one.Operation.TrackingId.Text), Array(accepted, one => one.Accounts.First),
                Array(accepted, one => one.Accounts.Second), Array(accepted, one => OperationJson.Write(one.Operation)),
                Array(accepted, one => one.AcceptedAt.UtcDateTime), Array(accepted, one => one.DueAt.UtcDateTime)));
        }
        if (finished.Count > 0)
            statements.BatchCommands.Add(Statement(Delete, book, Array(finished, one => one.Id)));
        if (denied.Count > 0)
        {
            statements.BatchCommands.Add(Statement(
                InsertDenials, book, new NpgsqlParameter<DateTime> { TypedValue = books.EventDate.UtcDateTime }, Array(denied, one => one.Id),
                Array(denied, one => one.Delayed.Operation.TrackingId.Text), Array(denied, one => one.Delayed.Accounts.First),
                Array(denied, one => OperationJson.Write(one.Delayed.Operation)), Array(denied, one => StoredText.Of(one)),
                Array(denied, one => one.Delayed.Operation.Cid)));
        }
    }

    private static NpgsqlBatchCommand Statement(string sql, BookId book, params ReadOnlySpan<NpgsqlParameter> others)
    {
        var statement = new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = book.Value } } };
        foreach (var parameter in others)
            statement.Parameters.Add(parameter);
        return statement;
    }

    private static NpgsqlParameter<T[]> Array<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value) => new() { TypedValue = [.. rows.Select(value)] };
}
