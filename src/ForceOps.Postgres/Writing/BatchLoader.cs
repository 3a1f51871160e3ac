using ForceOps.Postgres.Books;
using Npgsql;
using static ForceOps.Postgres.Writing.StatementParameters;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Loads a batch in the first round trip: begins the transaction, locks the union of the batch's accounts in ascending order, and
/// reads what the operations refer to. The loader sends only the statements that the batch needs.
/// </summary>
internal static class BatchLoader
{
    /// <summary>The number of ids that one batch may use: the increment of the sequence in the first migration.</summary>
    internal const int IdBlock = 2048;

    // Every look-up of an authorization stands in a LATERAL with LIMIT 1, which the planner does not take apart: the look-up is
    // one descent of one unique index. As "= ANY" the look-up was planned on the empty table of a fresh ledger as a walk over the
    // whole org, and kept that plan until autovacuum ran: 3 ms a batch after ten thousand postings.
    private const string CanceledById =
        "SELECT found.* FROM unnest($3) AS asked (asked), LATERAL (SELECT account_id, counterpart_id FROM authorizations WHERE book = $1 AND id = asked LIMIT 1) AS found";

    private const string CanceledByTrackingId =
        "SELECT found.* FROM unnest($4) AS asked (asked), LATERAL (SELECT account_id, counterpart_id FROM authorizations WHERE book = $1 AND tracking_id = asked LIMIT 1) AS found";

    private const string LatestCanceledById =
        "SELECT found.* FROM unnest($2) AS asked (asked), LATERAL (SELECT id FROM authorizations WHERE book = $1 AND id = asked LIMIT 1) AS found";

    private const string LatestCanceledByTrackingId =
        "SELECT found.* FROM unnest($3) AS asked (asked), LATERAL (SELECT id FROM authorizations WHERE book = $1 AND tracking_id = asked LIMIT 1) AS found";

    // A locking read gives the newest version of each row, also when the read had to wait for the row.
    private const string Lock = " FOR NO KEY UPDATE";

    private const string LockAccounts =
        $"SELECT {AccountColumns.List} FROM accounts WHERE book = $1 AND id = ANY($2) ORDER BY id{Lock}";

    private const string LockAccountsWithFunds =
        $"SELECT {AccountColumns.WithFunds} FROM accounts WHERE book = $1 AND id = ANY($2) ORDER BY id{Lock}";

    // A cancellation names its account through the original, and the cancellation of a transfer names its accounts through both
    // sides.
    private const string LockAccountsOfCancelsToo =
        $"""
        SELECT {AccountColumns.WithFunds} FROM accounts WHERE book = $1 AND id = ANY($2 || ARRAY(
            WITH canceled AS MATERIALIZED ({CanceledById} UNION ALL {CanceledByTrackingId})
            SELECT account_id FROM canceled
            UNION ALL SELECT other.account_id FROM canceled, LATERAL (
                SELECT account_id FROM authorizations WHERE book = $1 AND id = canceled.counterpart_id LIMIT 1) AS other))
        ORDER BY id{Lock}
        """;

    // The statement runs after the locks, so that ids of one account ascend in commit order. No other statement is by org: this
    // statement says which book is the org's now.
    private const string ReadOrg =
        """
        SELECT book, currency, rules_version, settled_below, nextval('ledger_ids'),
            EXISTS (SELECT 1 FROM delayed_operations WHERE delayed_operations.book = orgs.book)
        FROM orgs WHERE org = $1
        """;

    // Where the org and its book are on two servers, each of them is asked alone, and a copy of the book is waited for.
    private const string ReadOrgAlone =
        "SELECT book, currency, rules_version, settled_below, nextval('ledger_ids') FROM orgs WHERE org = $1";

    private const string ReadAnyDelayed = "SELECT EXISTS (SELECT 1 FROM delayed_operations WHERE book = $1)";

    private const string ReadByTrackingId =
        $"""
        SELECT authorizations.* FROM unnest($2) AS asked (asked), LATERAL (
            SELECT {AuthorizationColumns.List} FROM authorizations WHERE book = $1 AND tracking_id = asked LIMIT 1) AS authorizations
        """;

    private const string ReadById =
        $"""
        SELECT authorizations.* FROM unnest($2) AS asked (asked), LATERAL (
            SELECT {AuthorizationColumns.List} FROM authorizations WHERE book = $1 AND id = asked LIMIT 1) AS authorizations
        """;

    private const string ReadCounterparts =
        $"""
        SELECT authorizations.* FROM (
            SELECT counterpart_id FROM unnest($2) AS asked (asked), LATERAL (
                SELECT counterpart_id FROM authorizations WHERE book = $1 AND tracking_id = asked LIMIT 1) AS first
            UNION ALL SELECT counterpart_id FROM unnest($3) AS asked (asked), LATERAL (
                SELECT counterpart_id FROM authorizations WHERE book = $1 AND id = asked LIMIT 1) AS first) AS one, LATERAL (
            SELECT {AuthorizationColumns.List} FROM authorizations WHERE book = $1 AND id = one.counterpart_id LIMIT 1) AS authorizations
        """;

    private const string ReadLatestCancellations =
        $"""
        WITH canceled AS MATERIALIZED ({LatestCanceledById} UNION ALL {LatestCanceledByTrackingId})
        SELECT authorizations.* FROM canceled, LATERAL (
            SELECT {AuthorizationColumns.List} FROM authorizations
            WHERE book = $1 AND parent_id = canceled.id AND denied IS NULL ORDER BY id DESC LIMIT 1) AS authorizations
        """;

    // An account's holds are found by the change with which each of them began, in an index that has nothing else.
    private const string ReadOpenHolds =
        $"""
        SELECT authorizations.* FROM unnest($2) AS asked (asked), LATERAL (
            SELECT hold_id FROM hold_changes WHERE book = $1 AND account_id = asked AND hold_id = authorization_id ORDER BY hold_id) AS begun, LATERAL (
            SELECT {AuthorizationColumns.List} FROM authorizations
            WHERE book = $1 AND id = begun.hold_id AND canceled_amount < amount LIMIT 1) AS authorizations
        """;

    private const string CanceledTransfers =
        $"canceled AS MATERIALIZED ({LatestCanceledById} UNION {LatestCanceledByTrackingId})";

    private const string ReadHoldChanges =
        $"""
        WITH {CanceledTransfers}
        SELECT taken.* FROM canceled, LATERAL (
            SELECT {HoldChangeColumns.List} FROM hold_changes WHERE book = $1 AND authorization_id = canceled.id ORDER BY hold_id) AS taken
        """;

    private const string ReadHoldsBefore =
        $"""
        WITH {CanceledTransfers}
        SELECT authorizations.* FROM canceled, LATERAL (
            SELECT hold_id FROM hold_changes WHERE book = $1 AND authorization_id = canceled.id ORDER BY hold_id) AS taken, LATERAL (
            SELECT {AuthorizationColumns.List} FROM authorizations WHERE book = $1 AND id = taken.hold_id LIMIT 1) AS authorizations
        """;

    // A pre-authorization of which nothing is left was confirmed or canceled, and its last change says which.
    private const string ReadLastChanges =
        $"""
        WITH {CanceledTransfers}
        SELECT last.* FROM canceled, LATERAL (
            SELECT {HoldChangeColumns.List} FROM hold_changes
            WHERE book = $1 AND hold_id = canceled.id ORDER BY authorization_id DESC LIMIT 1) AS last
        """;

    /// <exception cref="InvalidOperationException">The org does not exist: an org is made before its first operation.</exception>
    internal static async Task<LoadedRows> LoadAsync(NpgsqlConnection connection, LoadRequest request)
    {
        var (prefetch, book) = (request.Prefetch, request.Book.Value);
        var withFunds = prefetch.AnyLimits || prefetch.AnyCancellation;
        await using var statements = new NpgsqlBatch(connection);
        statements.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED"));
        if (request.Distributed is { } lockTimeout)
            statements.BatchCommands.Add(new NpgsqlBatchCommand(WriterConnection.SetLockTimeout("SET LOCAL", lockTimeout)));
        if (request.Delayed.Count > 0)
            statements.BatchCommands.Add(Statement(SaveDelayed.Claim, book, Array(request.Delayed)));
        var accounts = prefetch.AnyCancellation ? LockAccountsOfCancelsToo : withFunds ? LockAccountsWithFunds : LockAccounts;
        if (!request.Locks)
            accounts = accounts[..^Lock.Length];
        statements.BatchCommands.Add(prefetch.AnyCancellation
            ? Statement(accounts, book, Array(prefetch.Accounts), Array(prefetch.CanceledIds), Array(prefetch.CanceledTrackingIds))
            : Statement(accounts, book, Array(prefetch.Accounts)));
        statements.BatchCommands.Add(Statement(request.Distributed is null ? ReadOrg : ReadOrgAlone, request.Org.Value));
        if (request.Distributed is not null)
        {
            if (request.WaitsForCopy)
                statements.BatchCommands.Add(new NpgsqlBatchCommand(BookCopy.Wait) { Parameters = { Scalar(BookCopy.KeyOf(book)) } });
            statements.BatchCommands.Add(Statement(ReadAnyDelayed, book));
        }
        // Waiting operations are read before the posted ones: an operation that is posted in between, and no longer waits, must
        // be seen among the posted ones.
        if (request.LooksForDelayed)
            statements.BatchCommands.Add(Statement(SaveDelayed.ReadByTrackingId, book, Array(prefetch.TrackingIds)));
        if (prefetch.AnyHeldBefore)
            statements.BatchCommands.Add(Statement(
                ReadHoldChanges, book, Array(prefetch.CanceledIds), Array(prefetch.CanceledTrackingIds)));
        if (prefetch.AnyLastChange)
            statements.BatchCommands.Add(Statement(
                ReadLastChanges, book, Array(prefetch.CanceledIds), Array(prefetch.CanceledTrackingIds)));
        statements.BatchCommands.Add(Statement(ReadByTrackingId, book, Array(prefetch.TrackingIds)));
        if (prefetch.Authorizations.Count > 0)
            statements.BatchCommands.Add(Statement(ReadById, book, Array(prefetch.Authorizations)));
        if (prefetch.AnyCounterpart)
            statements.BatchCommands.Add(Statement(ReadCounterparts, book, Array(prefetch.TrackingIds), Array(prefetch.Authorizations)));
        if (prefetch.AnyCancellation)
            statements.BatchCommands.Add(Statement(
                ReadLatestCancellations, book, Array(prefetch.CanceledIds), Array(prefetch.CanceledTrackingIds)));
        if (prefetch.Holders.Count > 0)
            statements.BatchCommands.Add(Statement(ReadOpenHolds, book, Array(prefetch.Holders)));
        if (prefetch.AnyHeldBefore)
            statements.BatchCommands.Add(Statement(
                ReadHoldsBefore, book, Array(prefetch.CanceledIds), Array(prefetch.CanceledTrackingIds)));
        await using var reader = await statements.ExecuteReaderAsync();
        return await LoadedRows.ReadAsync(reader, request, withFunds);
    }
}

/// <summary>Describes what is to be loaded for a batch.</summary>
/// <param name="Book">The book that the org had when this process last looked.</param>
/// <param name="Prefetch">The prefetch of the batch's operations.</param>
internal readonly record struct LoadRequest(OrgId Org, BookId Book, Prefetch Prefetch)
{
    /// <summary>
    /// False for a batch that only accepts operations for later: such a batch must not wait for the rows that delayed it.
    /// </summary>
    internal bool Locks { get; init; }

    /// <summary>
    /// True when waiting operations are looked up by the tracking ids: only in a book that was seen to have waiting operations.
    /// </summary>
    internal bool LooksForDelayed { get; init; }

    /// <summary>
    /// Null unless the database is distributed: then the time to wait for a locked row, since what the session was told does not reach the
    /// server that has the rows.
    /// </summary>
    internal TimeSpan? Distributed { get; init; }

    /// <summary>False for what writes nothing: only a writer must wait until a copy of a distributed book is made.</summary>
    internal bool WaitsForCopy { get; init; } = true;

    /// <summary>The ids of the delayed operations that the batch is to post.</summary>
    internal required IReadOnlyList<long> Delayed { get; init; }
}
