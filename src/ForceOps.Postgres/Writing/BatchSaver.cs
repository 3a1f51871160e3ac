using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Npgsql;
using static ForceOps.Postgres.Writing.StatementParameters;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Writes in the second round trip what the batch decided, set by set, and commits. Each set of rows takes one statement: the
/// rows travel as one array a column, which costs the server one plan and one parse for hundreds of rows.
/// </summary>
internal static class BatchSaver
{
    internal static async Task SaveAndCommitAsync(NpgsqlConnection connection, BookId book, LedgerState state)
    {
        await using var statements = new NpgsqlBatch(connection);
        var opened = state.Accounts.Where(account => account.IsNew).OrderBy(account => account.Id).ToList();
        if (opened.Count > 0)
            statements.BatchCommands.Add(Open(book, state.EventDate, opened));
        var singles = state.Recorded.Where(row => row.Type is AuthorizationType.Force or AuthorizationType.Hold).ToList();
        if (singles.Count > 0)
            statements.BatchCommands.Add(Insert(book, state.EventDate, singles));
        var transfers = state.Recorded.Where(row => row.Type == AuthorizationType.Transfer).ToList();
        if (transfers.Count > 0)
            statements.BatchCommands.Add(InsertPairs(book, state.EventDate, transfers));
        var payments = state.Recorded.Where(row => row.Type is AuthorizationType.Payment or AuthorizationType.PreAuthorization).ToList();
        if (payments.Count > 0)
            statements.BatchCommands.Add(InsertPayments(book, state.EventDate, payments));
        if (state.Movements.Count > 0)
            statements.BatchCommands.Add(Insert(book, state.Movements));
        var changed = state.Accounts.Where(Writes).ToList();
        if (changed.Count > 0)
            statements.BatchCommands.Add(Update(book, changed));
        var spenders = state.Accounts.Where(account => account.Spent is not null).ToList();
        if (spenders.Count > 0)
            statements.BatchCommands.Add(Spend(book, spenders));
        SaveHolds.Save(statements, book, state);
        var canceled = state.Canceled;
        if (canceled.Count > 0)
            statements.BatchCommands.Add(Cancel(book, canceled));
        SaveDelayed.Save(statements, book, state);
        statements.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await statements.ExecuteNonQueryAsync();
    }

    private static NpgsqlBatchCommand Open(BookId book, DateTimeOffset now, List<Account> accounts) => new(SaveStatements.OpenAccounts)
    {
        Parameters =
        {
            Scalar(book.Value), Scalar(now.UtcDateTime),
            Column(accounts, account => account.Id), Column(accounts, account => ColumnText.Of(account.Kind)),
            Column(accounts, account => account.Currency.Code), Column(accounts, account => account.Balance),
        },
    };

    private static NpgsqlBatchCommand Insert(BookId book, DateTimeOffset now, List<Authorization> rows) => new(SaveStatements.InsertForces)
    {
        Parameters =
        {
            Scalar(book.Value), Scalar(now.UtcDateTime),
            Column(rows, row => row.Id), Column(rows, row => row.TrackingId.Text), Column(rows, row => ColumnText.Of(row.Type)),
            Column(rows, row => ColumnText.Of(row.Channel)), Column(rows, row => row.AccountId),
            Column(rows, row => row.ProcessingCode.Text),
            Column(rows, row => (short)row.Impact), Column(rows, row => row.Amount), Column(rows, row => row.Fee),
            Column(rows, row => row.Currency.Code), Column(rows, row => row.Descriptor), Column(rows, row => row.Metadata),
            Column(rows, row => row.ParentId), Column(rows, row => row.Original?.Id), Column(rows, row => row.Original?.OnNetwork),
            Times(rows, row => row.ValueDate?.UtcDateTime), Column(rows, row => row.CancelsAll), Column(rows, row => row.CancelsFees),
            Column(rows, row => row.InTimeline), Column(rows, row => row.CorrelationId),
        },
    };

    private static NpgsqlBatchCommand InsertPairs(BookId book, DateTimeOffset now, List<Authorization> rows) =>
        new(SaveStatements.InsertTransfers)
    {
        Parameters =
        {
            Scalar(book.Value), Scalar(now.UtcDateTime),
            Column(rows, row => row.Id), Column(rows, row => row.OwnsTrackingId ? row.TrackingId.Text : null),
            Column(rows, row => ColumnText.Of(row.Type)),
            Column(rows, row => ColumnText.Of(row.Channel)), Column(rows, row => row.AccountId),
            Column(rows, row => row.ProcessingCode.Text),
            Column(rows, row => (short)row.Impact), Column(rows, row => row.Amount), Column(rows, row => row.Currency.Code),
            Column(rows, row => row.Descriptor), Column(rows, row => row.Metadata), Column(rows, row => row.ParentId),
            Column(rows, row => row.InTimeline), Column(rows, row => row.CorrelationId), Column(rows, row => row.CounterpartId),
            Column(rows, row => row.External), Column(rows, row => row.Original?.Id), Column(rows, row => row.Original?.OnNetwork),
        },
    };

    private static NpgsqlBatchCommand InsertPayments(BookId book, DateTimeOffset now, List<Authorization> rows) =>
        new(SaveStatements.InsertPayments)
    {
        Parameters =
        {
            Scalar(book.Value), Scalar(now.UtcDateTime),
            Column(rows, row => row.Id), Column(rows, row => row.OwnsTrackingId ? row.TrackingId.Text : null),
            Column(rows, row => ColumnText.Of(row.Type)),
            Column(rows, row => ColumnText.Of(row.Channel)), Column(rows, row => row.AccountId),
            Column(rows, row => row.ProcessingCode.Text),
            Column(rows, row => (short)row.Impact), Column(rows, row => row.Amount), Column(rows, row => row.Currency.Code),
            Column(rows, row => row.Descriptor), Column(rows, row => row.Metadata), Column(rows, row => row.ParentId),
            Column(rows, row => row.CancelsAll), Column(rows, row => row.InTimeline), Column(rows, row => row.CorrelationId),
            Column(rows, row => row.CounterpartId), Column(rows, row => row.Denied is { } error ? ColumnText.Of(error) : null),
            Column(rows, row => row.Original?.Id), Column(rows, row => row.Original?.OnNetwork),
        },
    };

    private static NpgsqlBatchCommand Spend(BookId book, List<Account> accounts) => new(SaveStatements.UpdateSpent)
    {
        Parameters =
        {
            Scalar(book.Value), Column(accounts, account => account.Id), Column(accounts, account => account.Spent!.Value.Day),
            Column(accounts, account => account.Spent!.Value.Sum),
        },
    };

    private static NpgsqlBatchCommand Insert(BookId book, IReadOnlyList<Movement> rows) => new(SaveStatements.InsertMovements)
    {
        Parameters =
        {
            Scalar(book.Value), Column(rows, row => row.Id), Column(rows, row => row.AuthorizationId),
            Column(rows, row => ColumnText.Of(row.Kind)),
            Column(rows, row => row.DebitAccount), Column(rows, row => row.CreditAccount), Column(rows, row => row.Amount),
            Column(rows, row => row.DebitBalance), Column(rows, row => row.CreditBalance),
            Headrooms(rows, row => row.DebitHeadroom), Headrooms(rows, row => row.CreditHeadroom),
        },
    };

    private static NpgsqlBatchCommand Update(BookId book, IReadOnlyList<Account> accounts) => new(SaveStatements.UpdateBalances)
    {
        Parameters =
        {
            Scalar(book.Value), Column(accounts, account => account.Id), Column(accounts, account => account.Balance),
            Column(accounts, account => account.LoadedBalance), Column(accounts, account => account.Version),
        },
    };

    private static NpgsqlBatchCommand Cancel(BookId book, IReadOnlyList<Authorization> rows) => new(SaveStatements.UpdateCanceled)
    {
        Parameters =
        {
            Scalar(book.Value), Column(rows, row => row.Id), Column(rows, row => row.CanceledAmount), Column(rows, row => row.CanceledFee),
        },
    };

    /// <summary>Returns true when the account's row is updated: the balance changed, and the row was there before the batch.</summary>
    internal static bool Writes(Account account) => !account.IsNew && account.Balance != account.LoadedBalance;

    /// <summary>
    /// Returns by how much the batch raises the version of the account's row. A change of what is held leaves the balance as it was, so it
    /// raises the version as a setting does: by more than any number of postings that a cache counted and that never committed.
    /// </summary>
    internal static long VersionRaise(Account account) =>
        account.IsNew ? 0 : (Writes(account) ? 1 : 0) + (account.HeldChange != 0 ? Orgs.Accounts.Setting : 0);

    /// <summary>Makes a column of headrooms; a headroom of 0, which nearly every account has, is stored as null.</summary>
    internal static NpgsqlParameter<decimal?[]> Headrooms(IReadOnlyList<Movement> rows, Func<Movement, decimal> value) =>
        Column(rows, row => value(row) is var headroom && headroom == 0 ? null : (decimal?)headroom);

    internal static bool IsSimple(Authorization force) =>
        force is { Fee: 0, ParentId: null, Original: null, ValueDate: null, CancelsAll: false, CancelsFees: false };
}

/// <summary>
/// Holds the statements that write. $1 is the book everywhere, so that each statement belongs to one server of a distributed
/// database; only take_ids reads the org's row. The rows of an INSERT come through the book's row for the same reason: without it a
/// distributed database takes them for rows of any server, and commits in two phases.
/// </summary>
internal static class SaveStatements
{
    internal static readonly string OpenAccounts =
        $"""
        INSERT INTO accounts (book, opened_at, id, kind, currency, balance)
        SELECT books.book, $2, row.* FROM books, {Rows(3, 6)} AS row WHERE books.book = $1
        """;

    internal static readonly string InsertForces =
        $"""
        INSERT INTO authorizations (book, event_date, id, tracking_id, type, channel, account_id, processing_code, impact, amount, fee, currency,
            descriptor, metadata, parent_id, original_id, original_on_network, value_date, asked_all, asked_fees, in_timeline, cid)
        SELECT books.book, $2, row.* FROM books, {Rows(3, 22)} AS row WHERE books.book = $1
        """;

    // Transfers have their own statement: forces are most of all rows and need none of the columns that only transfers have.
    internal static readonly string InsertTransfers =
        $"""
        INSERT INTO authorizations (book, event_date, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency,
            descriptor, metadata, parent_id, in_timeline, cid, counterpart_id, external, original_id, original_on_network)
        SELECT books.book, $2, row.* FROM books, {Rows(3, 20)} AS row WHERE books.book = $1
        """;

    // Only payments can be denied, so the rows of no other kind name that column.
    internal static readonly string InsertPayments =
        $"""
        INSERT INTO authorizations (book, event_date, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency,
            descriptor, metadata, parent_id, asked_all, in_timeline, cid, counterpart_id, denied, original_id, original_on_network)
        SELECT books.book, $2, row.* FROM books, {Rows(3, 21)} AS row WHERE books.book = $1
        """;

    internal static readonly string UpdateSpent =
        $"""
        UPDATE accounts SET spent_on = spent.day, spent = spent.sum
        FROM {Rows(2, 4)} AS spent (id, day, sum) WHERE book = $1 AND accounts.id = spent.id
        """;

    internal static readonly string InsertMovements =
        $"""
        INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance,
            debit_headroom, credit_headroom)
        SELECT books.book, row.* FROM books, {Rows(2, 11)} AS row WHERE books.book = $1
        """;

    // I1: the new balance replaces exactly the balance that it was computed from. The comparison stands in the SET, not in the
    // WHERE: a WHERE looks at the row as it was when the statement began and skips a newer version, while a SET is evaluated
    // again on the version that the statement waited for.
    internal static readonly string CompareAndSwap =
        $"""
        UPDATE accounts SET balance = posted.balance, version = CASE
            WHEN accounts.balance = posted.loaded AND accounts.version = posted.version THEN accounts.version + 1 ELSE -1 END
        FROM {Rows(2, 5)} AS posted (id, balance, loaded, version)
        WHERE book = $1 AND accounts.id = posted.id RETURNING accounts.version > 0 AS fits
        """;

    // A row that does not fit causes a division by zero: this is the only way to fail a pipelined statement, and with it the commit
    // behind it, without a round trip to look. The accounts are locked by then, so each of them has a row.
    internal static readonly string UpdateBalances =
        $"""
        UPDATE accounts SET balance = posted.balance, version = accounts.version
            + 1 / CASE WHEN accounts.balance = posted.loaded AND accounts.version = posted.version THEN 1 ELSE 0 END
        FROM {Rows(2, 5)} AS posted (id, balance, loaded, version) WHERE book = $1 AND accounts.id = posted.id
        """;

    internal static readonly string UpdateCanceled =
        $"""
        UPDATE authorizations SET canceled_amount = canceled.amount, canceled_fee = canceled.fee
        FROM {Rows(2, 4)} AS canceled (id, amount, fee) WHERE book = $1 AND authorizations.id = canceled.id
        """;
}
