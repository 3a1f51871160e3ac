using ForceOps.Postgres.Books;
using Npgsql;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Finds the moments at which a book can be looked at. An operation's ids are contiguous, and the ids of an account ascend in commit order,
/// so the books at a moment are what has an id up to a bound: a posting stores nothing for it.
/// </summary>
/// <remarks>
/// A time becomes a bound by halving the ids of the book, as <see cref="BalanceAt"/> halves those of an account. That relies on times that
/// ascend with the ids, as the org's clock gives them. Operations that were under way at once may differ from it by what they waited for
/// each other: then one of them is in the books a little earlier or later. Whoever sets the clock back lets it pass a time more than once,
/// and gets the books of one of these passes. In every case the result is one bound for all accounts, so the books at it balance.
/// </remarks>
public sealed class BookMoments(NpgsqlDataSource database, CommitHorizon horizon)
{
    /// <summary>A time that no clock of an org reaches.</summary>
    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string OfAuthorization =
        """
        bound AS (SELECT z.book, z.id FROM authorizations z WHERE z.book = $1 AND z.id = $2)
        """;

    // Whatever has a time and an id of the sequence of postings, and is looked at by moments.
    private static string Look(string condition, string order) =>
        $"""
        SELECT id, event_date FROM (
            (SELECT id, event_date FROM authorizations WHERE book = $1 AND {condition} ORDER BY id {order} LIMIT 1)
            UNION ALL (SELECT id, event_date FROM status_changes WHERE book = $1 AND {condition} ORDER BY id {order} LIMIT 1)
        ) AS found ORDER BY id {order} LIMIT 1
        """;

    // Every id up to low is within the moment, and the newest of them is known; every id above high is not. The newest of all is looked
    // at first.
    private static readonly string OfTime =
        $"""
        ends AS MATERIALIZED (
            SELECT books.book, oldest.id - 1 AS low, newest.id::bigint AS high FROM books
            LEFT JOIN LATERAL ({Look("id > 0", "ASC")}) AS oldest ON true
            LEFT JOIN LATERAL ({Look("id > 0", "DESC")}) AS newest ON true WHERE books.book = $1),
        halves (low, high, middle, id) AS (
            SELECT low, high, high, 0::bigint FROM ends WHERE high IS NOT NULL
            UNION ALL
            SELECT next.low, next.high, next.low + (next.high - next.low + 1) / 2, next.id
            FROM halves CROSS JOIN ends CROSS JOIN LATERAL ({Look("id <= halves.middle", "DESC")}) AS look
            CROSS JOIN LATERAL (SELECT CASE WHEN look.event_date <= $2 THEN halves.middle ELSE halves.low END AS low,
                CASE WHEN look.event_date <= $2 THEN halves.high ELSE look.id - 1 END AS high,
                CASE WHEN look.event_date <= $2 THEN look.id ELSE halves.id END AS id) AS next
            WHERE halves.low < halves.high),
        bound AS (SELECT ends.book, coalesce((SELECT id FROM halves WHERE low >= high), 0) AS id FROM ends)
        """;

    // The newest operation within the bound reaches to the last of its own ids.
    private const string Operation =
        """
        SELECT bound.book, z.id, z.event_date, greatest(bound.id, z.id, z.counterpart_id, (
            SELECT max(m.id) FROM movements m WHERE m.book = $1 AND m.authorization_id = z.owner AND m.id > z.owner AND m.id < z.owner + $3))
        FROM bound LEFT JOIN LATERAL (
            SELECT id, event_date, counterpart_id, CASE WHEN tracking_id IS NULL THEN counterpart_id ELSE id END AS owner
            FROM authorizations WHERE book = $1 AND id <= bound.id ORDER BY id DESC LIMIT 1) AS z ON true
        """;

    /// <summary>
    /// Finds the moment right after an operation, of which the authorization is one; null when the org has no such authorization.
    /// </summary>
    /// <param name="patience">How long to wait for batches under way, which may still commit below the bound.</param>
    public async Task<BookMoment?> AfterAsync(OrgId org, long authorizationId, TimeSpan patience)
    {
        await horizon.ReadAsync(patience);
        var bound = await ReadAsync(OfAuthorization, org, new NpgsqlParameter<long> { TypedValue = authorizationId });
        return bound is null ? null : new BookMoment(bound.Book, bound.EventDate!.Value, bound.AuthorizationId, bound.LastId);
    }

    /// <summary>Finds the moment at a time of the org's clock, that time included; a time in the future is now.</summary>
    /// <param name="now">The time of the org's clock.</param>
    /// <param name="patience">How long to wait for batches under way, which may still commit below the bound.</param>
    public async Task<BookMoment> AtAsync(OrgId org, DateTimeOffset time, DateTimeOffset now, TimeSpan patience)
    {
        var isNow = time >= now;
        await horizon.ReadAsync(patience);
        // Whatever the clock said before it was set back, all of it is there now.
        var until = isNow ? Never : time;
        var bound = await ReadAsync(OfTime, org, new NpgsqlParameter<DateTime> { TypedValue = until.UtcDateTime })
            ?? throw new InvalidOperationException("the org of a moment has a book");
        var shown = isNow ? LedgerState.WholeMilliseconds(now) : time;
        return new BookMoment(bound.Book, shown, bound.AuthorizationId, bound.LastId) { OpenedUntil = until };
    }

    private async Task<Bound?> ReadAsync(string bound, OrgId org, NpgsqlParameter moment)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"WITH RECURSIVE {bound} {Operation}", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = await BookId.OfAsync(connection, org) });
        command.Parameters.Add(moment);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Postings.IdsPerOperationMax });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
            return null;
        return reader.IsDBNull(1)
            ? new Bound(reader.GetGuid(0), null, null, reader.GetInt64(3))
            : new Bound(reader.GetGuid(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3));
    }

    private sealed record Bound(Guid Book, long? AuthorizationId, DateTimeOffset? EventDate, long LastId);
}

/// <summary>Names a moment of a book: the books then are what has an id up to the last one.</summary>
/// <param name="Book">The book that the org had when it was asked.</param>
/// <param name="Time">The time of the moment by the org's clock.</param>
/// <param name="AuthorizationId">The newest authorization within the moment; null before the first one.</param>
/// <param name="LastId">The greatest id within the moment, of authorizations, movements and changes of statuses.</param>
public sealed record BookMoment(Guid Book, DateTimeOffset Time, long? AuthorizationId, long LastId)
{
    /// <summary>The time until which accounts were opened that are in the books; openings have a time and no id.</summary>
    public DateTimeOffset OpenedUntil { get; init; } = Time;
}
