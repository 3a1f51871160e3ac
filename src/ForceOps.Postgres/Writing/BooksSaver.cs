using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// The second round trip: writes what the batch decided, set by set, and commits. One statement a table: the rows travel as one array
/// a column, which costs the server one plan and one parse for hundreds of rows.
/// </summary>
internal static class BooksSaver
{
    internal static async Task SaveAndCommitAsync(NpgsqlConnection connection, BookId book, Books books)
    {
        await using var statements = new NpgsqlBatch(connection);
        var opened = books.Accounts.Where(account => account.IsNew).OrderBy(account => account.Id).ToList();
        if (opened.Count > 0)
            statements.BatchCommands.Add(Open(book, books.EventDate, opened));
        var forces = books.Recorded.Where(row => row.Type == AuthorizationType.Force).ToList();
        if (forces.Count > 0)
            statements.BatchCommands.Add(Insert(book, books.EventDate, forces));
        var transfers = books.Recorded.Where(row => row.Type == AuthorizationType.Transfer).ToList();
        if (transfers.Count > 0)
            statements.BatchCommands.Add(InsertPairs(book, books.EventDate, transfers));
        if (books.Movements.Count > 0)
            statements.BatchCommands.Add(Insert(book, books.Movements));
        var changed = books.Accounts.Where(Writes).ToList();
        if (changed.Count > 0)
            statements.BatchCommands.Add(Update(book, changed));
        var spenders = books.Accounts.Where(account => account.Spent is not null).ToList();
        if (spenders.Count > 0)
            statements.BatchCommands.Add(Spend(book, spenders));
        var canceled = books.Canceled;
        if (canceled.Count > 0)
            statements.BatchCommands.Add(Cancel(book, canceled));
        DelayedStatements.Save(statements, book, books);
        statements.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await statements.ExecuteNonQueryAsync();
    }

    private static NpgsqlBatchCommand Open(BookId book, DateTimeOffset now, List<Account> accounts) => new(SaveStatements.OpenAccounts)
    {
        Parameters =
        {
            Scalar(book.Value), Scalar(now.UtcDateTime),
            Column(accounts, account => account.Id), Column(accounts, account => StoredText.Of(account.Kind)),
            Column(accounts, account => account.Currency.Code), Column(accounts, account => account.Balance),
        },
    };

    private static NpgsqlBatchCommand Insert(BookId book, DateTimeOffset now, List<Authorization> rows) => new(SaveStatements.InsertForces)
    {
        Parameters =
        {
            Scalar(book.Value), Scalar(now.UtcDateTime),
            Column(rows, row => row.Id), Column(rows, row => row.TrackingId.Text), Column(rows, row => StoredText.Of(row.Type)),
            Column(rows, row => StoredText.Of(row.Channel)), Column(rows, row => row.AccountId), Column(rows, row => row.ProcessingCode.Text),
            Column(rows, row => (short)row.Impact), Column(rows, row => row.Amount), Column(rows, row => row.Fee),
            Column(rows, row => row.Currency.Code), Column(rows, row => row.Descriptor), Column(rows, row => row.Metadata),
            Column(rows, row => row.ParentId), Column(rows, row => row.Original?.Id), Column(rows, row => row.Original?.OnNetwork),
            Times(rows, row => row.ValueDate?.UtcDateTime), Column(rows, row => row.AskedAll), Column(rows, row => row.AskedFees),
            Column(rows, row => row.InTimeline), Column(rows, row => row.Cid),
        },
    };

    private static NpgsqlBatchCommand InsertPairs(BookId book, DateTimeOffset now, List<Authorization> rows) => new(SaveStatements.InsertTransfers)
    {
        Parameters =
        {
            Scalar(book.Value), Scalar(now.UtcDateTime),
            Column(rows, row => row.Id), Column(rows, row => row.OwnsTrackingId ? row.TrackingId.Text : null), Column(rows, row => StoredText.Of(row.Type)),
            Column(rows, row => StoredText.Of(row.Channel)), Column(rows, row => row.AccountId), Column(rows, row => row.ProcessingCode.Text),
            Column(rows, row => (short)row.Impact), Column(rows, row => row.Amount), Column(rows, row => row.Currency.Code),
            Column(rows, row => row.Descriptor), Column(rows, row => row.Metadata), Column(rows, row => row.ParentId),
            Column(rows, row => row.InTimeline), Column(rows, row => row.Cid), Column(rows, row => row.CounterpartId), Column(rows, row => row.External),
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
            Scalar(book.Value), Column(rows, row => row.Id), Column(rows, row => row.AuthorizationId), Column(rows, row => StoredText.Of(row.Kind)),
            Column(rows, row => row.DebitAccount), Column(rows, row => row.CreditAccount), Column(rows, row => row.Amount),
            Column(rows, row => row.DebitBalance), Column(rows, row => row.CreditBalance),
        },
    };

    private static NpgsqlBatchCommand Update(BookId book, IReadOnlyList<Account> accounts) => new(SaveStatements.UpdateBalances)
    {
        Parameters =
        {
            Scalar(book.Value), Column(accounts, account => account.Id), Column(accounts, account => account.Balance),
            Column(accounts, account => account.LoadedBalance), Column(accounts, account => account.Version), Scalar(accounts.Count),
        },
    };

    private static NpgsqlBatchCommand Cancel(BookId book, IReadOnlyList<Authorization> rows) => new(SaveStatements.UpdateCanceled)
    {
        Parameters =
        {
            Scalar(book.Value), Column(rows, row => row.Id), Column(rows, row => row.CanceledAmount), Column(rows, row => row.CanceledFee),
        },
    };

    /// <summary>Whether the account's row is written: its balance changed, and it was there before.</summary>
    internal static bool Writes(Account account) => !account.IsNew && account.Balance != account.LoadedBalance;

    internal static bool IsPlain(Authorization force) =>
        force is { Fee: 0, ParentId: null, Original: null, ValueDate: null, AskedAll: false, AskedFees: false };

    internal static NpgsqlParameter<T> Scalar<T>(T value) => new() { TypedValue = value };

    /// <summary>With its type said: the driver looks at the first element for it, and a null there makes the times behind it an error.</summary>
    private static NpgsqlParameter<DateTime?[]> Times<TRow>(IReadOnlyList<TRow> rows, Func<TRow, DateTime?> value)
    {
        var column = Column(rows, value);
        column.NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.TimestampTz;
        return column;
    }

    internal static NpgsqlParameter<T[]> Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        return new() { TypedValue = column };
    }
}
