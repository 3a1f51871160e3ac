using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// The second round trip: writes what the batch decided, set by set, and commits. One statement a table: the rows travel as one array
/// a column, which costs the server one plan and one parse for hundreds of rows.
/// </summary>
internal static class BooksSaver
{
    private const string OpenAccounts =
        """
        INSERT INTO accounts (org, opened_at, id, kind, currency, balance)
        SELECT $1, $2, * FROM unnest($3, $4, $5, $6) AS opened (id, kind, currency, balance)
        """;

    private const string InsertForces =
        """
        INSERT INTO authorizations (org, event_date, id, tracking_id, type, channel, account_id, processing_code, impact, amount, fee, currency,
            descriptor, metadata, parent_id, original_id, original_on_network, value_date, asked_all, asked_fees, in_timeline, cid)
        SELECT $1, $2, * FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        """;

    // Apart from the forces, which are most of all rows and need none of the columns that only transfers have.
    private const string InsertTransfers =
        """
        INSERT INTO authorizations (org, event_date, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency,
            descriptor, metadata, parent_id, in_timeline, cid, counterpart_id, external)
        SELECT $1, $2, * FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """;

    private const string UpdateSpent =
        """
        UPDATE accounts SET spent_on = spent.day, spent = spent.sum
        FROM unnest($2, $3, $4) AS spent (id, day, sum) WHERE org = $1 AND accounts.id = spent.id
        """;

    private const string InsertMovements =
        """
        INSERT INTO movements (org, id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance)
        SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9)
        """;

    // I1: the new balance replaces exactly the one that it was computed from. A row that differs is a row too few, and that divides by
    // zero: the only way to fail a pipelined statement, and with it the commit behind it, without a round trip to look.
    private const string UpdateBalances =
        """
        WITH updated AS (
            UPDATE accounts SET balance = posted.balance FROM unnest($2, $3, $4) AS posted (id, balance, loaded)
            WHERE org = $1 AND accounts.id = posted.id AND accounts.balance = posted.loaded RETURNING 1)
        SELECT 1 / CASE WHEN count(*) = $5 THEN 1 ELSE 0 END FROM updated
        """;

    private const string UpdateCanceled =
        """
        UPDATE authorizations SET canceled_amount = canceled.amount, canceled_fee = canceled.fee
        FROM unnest($2, $3, $4) AS canceled (id, amount, fee) WHERE org = $1 AND authorizations.id = canceled.id
        """;

    internal static async Task SaveAndCommitAsync(NpgsqlConnection connection, OrgId org, Books books)
    {
        await using var statements = new NpgsqlBatch(connection);
        var opened = books.Accounts.Where(account => account.IsNew).OrderBy(account => account.Id).ToList();
        if (opened.Count > 0)
            statements.BatchCommands.Add(Open(org, books.EventDate, opened));
        var forces = books.Recorded.Where(row => row.Type == AuthorizationType.Force).ToList();
        if (forces.Count > 0)
            statements.BatchCommands.Add(Insert(org, books.EventDate, forces));
        var transfers = books.Recorded.Where(row => row.Type == AuthorizationType.Transfer).ToList();
        if (transfers.Count > 0)
            statements.BatchCommands.Add(InsertPairs(org, books.EventDate, transfers));
        if (books.Movements.Count > 0)
            statements.BatchCommands.Add(Insert(org, books.Movements));
        var changed = books.Accounts.Where(account => !account.IsNew && account.Balance != account.LoadedBalance).ToList();
        if (changed.Count > 0)
            statements.BatchCommands.Add(Update(org, changed));
        var spenders = books.Accounts.Where(account => account.Spent is not null).ToList();
        if (spenders.Count > 0)
            statements.BatchCommands.Add(Spend(org, spenders));
        if (books.CanceledCount > 0)
            statements.BatchCommands.Add(Cancel(org, [.. books.Canceled]));
        statements.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await statements.ExecuteNonQueryAsync();
    }

    private static NpgsqlBatchCommand Open(OrgId org, DateTimeOffset now, List<Account> accounts) => new(OpenAccounts)
    {
        Parameters =
        {
            Scalar(org.Value), Scalar(now.UtcDateTime),
            Column(accounts, account => account.Id), Column(accounts, account => StoredText.Of(account.Kind)),
            Column(accounts, account => account.Currency.Code), Column(accounts, account => account.Balance),
        },
    };

    private static NpgsqlBatchCommand Insert(OrgId org, DateTimeOffset now, List<Authorization> rows) => new(InsertForces)
    {
        Parameters =
        {
            Scalar(org.Value), Scalar(now.UtcDateTime),
            Column(rows, row => row.Id), Column(rows, row => row.TrackingId.Text), Column(rows, row => StoredText.Of(row.Type)),
            Column(rows, row => StoredText.Of(row.Channel)), Column(rows, row => row.AccountId), Column(rows, row => row.ProcessingCode.Text),
            Column(rows, row => (short)row.Impact), Column(rows, row => row.Amount), Column(rows, row => row.Fee),
            Column(rows, row => row.Currency.Code), Column(rows, row => row.Descriptor), Column(rows, row => row.Metadata),
            Column(rows, row => row.ParentId), Column(rows, row => row.Original?.Id), Column(rows, row => row.Original?.OnNetwork),
            Times(rows, row => row.ValueDate?.UtcDateTime), Column(rows, row => row.AskedAll), Column(rows, row => row.AskedFees),
            Column(rows, row => row.InTimeline), Column(rows, row => row.Cid),
        },
    };

    private static NpgsqlBatchCommand InsertPairs(OrgId org, DateTimeOffset now, List<Authorization> rows) => new(InsertTransfers)
    {
        Parameters =
        {
            Scalar(org.Value), Scalar(now.UtcDateTime),
            Column(rows, row => row.Id), Column(rows, row => row.OwnsTrackingId ? row.TrackingId.Text : null), Column(rows, row => StoredText.Of(row.Type)),
            Column(rows, row => StoredText.Of(row.Channel)), Column(rows, row => row.AccountId), Column(rows, row => row.ProcessingCode.Text),
            Column(rows, row => (short)row.Impact), Column(rows, row => row.Amount), Column(rows, row => row.Currency.Code),
            Column(rows, row => row.Descriptor), Column(rows, row => row.Metadata), Column(rows, row => row.ParentId),
            Column(rows, row => row.InTimeline), Column(rows, row => row.Cid), Column(rows, row => row.CounterpartId), Column(rows, row => row.External),
        },
    };

    private static NpgsqlBatchCommand Spend(OrgId org, List<Account> accounts) => new(UpdateSpent)
    {
        Parameters =
        {
            Scalar(org.Value), Column(accounts, account => account.Id), Column(accounts, account => account.Spent!.Value.Day),
            Column(accounts, account => account.Spent!.Value.Sum),
        },
    };

    private static NpgsqlBatchCommand Insert(OrgId org, IReadOnlyList<Movement> rows) => new(InsertMovements)
    {
        Parameters =
        {
            Scalar(org.Value), Column(rows, row => row.Id), Column(rows, row => row.AuthorizationId), Column(rows, row => StoredText.Of(row.Kind)),
            Column(rows, row => row.DebitAccount), Column(rows, row => row.CreditAccount), Column(rows, row => row.Amount),
            Column(rows, row => row.DebitBalance), Column(rows, row => row.CreditBalance),
        },
    };

    private static NpgsqlBatchCommand Update(OrgId org, List<Account> accounts) => new(UpdateBalances)
    {
        Parameters =
        {
            Scalar(org.Value), Column(accounts, account => account.Id), Column(accounts, account => account.Balance),
            Column(accounts, account => account.LoadedBalance), Scalar(accounts.Count),
        },
    };

    private static NpgsqlBatchCommand Cancel(OrgId org, List<Authorization> rows) => new(UpdateCanceled)
    {
        Parameters =
        {
            Scalar(org.Value), Column(rows, row => row.Id), Column(rows, row => row.CanceledAmount), Column(rows, row => row.CanceledFee),
        },
    };

    private static NpgsqlParameter<T> Scalar<T>(T value) => new() { TypedValue = value };

    /// <summary>With its type said: the driver looks at the first element for it, and a null there makes the times behind it an error.</summary>
    private static NpgsqlParameter<DateTime?[]> Times<TRow>(IReadOnlyList<TRow> rows, Func<TRow, DateTime?> value)
    {
        var column = Column(rows, value);
        column.NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.TimestampTz;
        return column;
    }

    private static NpgsqlParameter<T[]> Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        return new() { TypedValue = column };
    }
}
