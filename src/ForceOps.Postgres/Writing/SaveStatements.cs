namespace ForceOps.Postgres.Writing;

/// <summary>The statements of the second round trip. $1 is the book everywhere, so that each is of one shard on a distributed database.</summary>
internal static class SaveStatements
{
    // Zero when the ids that travel are whole, null when they count from the block that this very transaction took after its locks. The
    // sub-select is worked out once, and only if needed.
    private const string FirstId = "coalesce($3, (SELECT currval('ledger_ids')))";

    // One row, or a division by zero: the rules that the batch was decided on must still hold, and no tracking id may wait.
    internal const string TakeIds =
        """
        SELECT nextval('ledger_ids'), 1 / (SELECT count(*) FROM orgs WHERE org = $1 AND book = $2 AND rules_version = $3
            AND NOT EXISTS (SELECT FROM delayed_operations WHERE book = $2))
        """;

    internal const string OpenAccounts =
        """
        INSERT INTO accounts (book, opened_at, id, kind, currency, balance)
        SELECT $1, $2, * FROM unnest($3, $4, $5, $6) AS opened (id, kind, currency, balance)
        """;

    internal const string InsertForces =
        """
        INSERT INTO authorizations (book, event_date, id, tracking_id, type, channel, account_id, processing_code, impact, amount, fee, currency,
            descriptor, metadata, parent_id, original_id, original_on_network, value_date, asked_all, asked_fees, in_timeline, cid)
        SELECT $1, $2, * FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        """;

    // What nearly every force is: no fee, no original, no value date, no cancellation. A third of the columns need not travel then.
    internal const string InsertPlainForces =
        $"""
        INSERT INTO authorizations (book, event_date, type, id, tracking_id, channel, account_id, processing_code, impact, amount, currency,
            descriptor, metadata, in_timeline, cid)
        SELECT $1, $2, 'FORCE', {FirstId} + row.id, tracking_id, channel, account_id, processing_code, impact, amount, currency,
            descriptor, metadata, in_timeline, cid
        FROM unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) AS row (id, tracking_id, channel, account_id, processing_code,
            impact, amount, currency, descriptor, metadata, in_timeline, cid)
        """;

    // Apart from the forces, which are most of all rows and need none of the columns that only transfers have.
    internal const string InsertTransfers =
        """
        INSERT INTO authorizations (book, event_date, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency,
            descriptor, metadata, parent_id, in_timeline, cid, counterpart_id, external)
        SELECT $1, $2, * FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """;

    internal const string UpdateSpent =
        """
        UPDATE accounts SET spent_on = spent.day, spent = spent.sum
        FROM unnest($2, $3, $4) AS spent (id, day, sum) WHERE book = $1 AND accounts.id = spent.id
        """;

    internal const string InsertMovements =
        $"""
        INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance)
        SELECT $1, {FirstId} + row.id, {FirstId} + authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance
        FROM unnest($2, $4, $5, $6, $7, $8, $9, $10) AS row (id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance)
        """;

    // I1: the new balance replaces exactly the one that it was computed from. Compared in the SET, not in the WHERE: a WHERE looks at the
    // row as it was when the statement began and passes a newer one by, while a SET is worked out again on what was waited for. A row that
    // differs does not fit and that divides by zero: the only way to fail a pipelined statement, and with it the commit behind it, without
    // a round trip to look.
    internal const string UpdateBalances =
        """
        WITH updated AS (
            UPDATE accounts SET balance = posted.balance, version = CASE
                WHEN accounts.balance = posted.loaded AND accounts.version = posted.version THEN accounts.version + 1 ELSE -1 END
            FROM unnest($2, $3, $4, $5) AS posted (id, balance, loaded, version)
            WHERE book = $1 AND accounts.id = posted.id RETURNING accounts.version > 0 AS fits)
        SELECT 1 / CASE WHEN count(*) FILTER (WHERE fits) = $6 THEN 1 ELSE 0 END FROM updated
        """;

    internal const string UpdateCanceled =
        """
        UPDATE authorizations SET canceled_amount = canceled.amount, canceled_fee = canceled.fee
        FROM unnest($2, $3, $4) AS canceled (id, amount, fee) WHERE book = $1 AND authorizations.id = canceled.id
        """;
}
