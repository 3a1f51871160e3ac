namespace ForceOps.Postgres.Writing;

/// <summary>The statements that write. $1 is the book everywhere, so that each is of one shard on a distributed database; only take_ids looks at the org's row.</summary>
internal static class SaveStatements
{
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
        """
        INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance)
        SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9)
        """;

    // I1: the new balance replaces exactly the one that it was computed from. Compared in the SET, not in the WHERE: a WHERE looks at the
    // row as it was when the statement began and passes a newer one by, while a SET is worked out again on what was waited for.
    private const string CompareAndSwap =
        """
        UPDATE accounts SET balance = posted.balance, version = CASE
            WHEN accounts.balance = posted.loaded AND accounts.version = posted.version THEN accounts.version + 1 ELSE -1 END
        FROM unnest($2, $3, $4, $5) AS posted (id, balance, loaded, version)
        WHERE book = $1 AND accounts.id = posted.id RETURNING accounts.version > 0 AS fits
        """;

    // A row that differs does not fit and that divides by zero: the only way to fail a pipelined statement, and with it the commit behind
    // it, without a round trip to look.
    internal const string UpdateBalances =
        $"WITH updated AS ({CompareAndSwap}) SELECT 1 / CASE WHEN count(*) FILTER (WHERE fits) = $6 THEN 1 ELSE 0 END FROM updated";

    // All that a batch of plain forces writes, as one statement: each one more costs a lone posting a twentieth. What nearly every force
    // is (no fee, no original, no value date, no cancellation) needs a third of the columns less. The ids that travel count from the
    // block that is taken when all accounts are locked and fit; take_ids looks at what is current then, which the statement itself,
    // whose snapshot is older than its locks, cannot.
    internal const string SavePlainForces =
        $"""
        WITH updated AS ({CompareAndSwap}),
        block AS MATERIALIZED (SELECT take_ids($6, $1, $7, (SELECT count(*) FILTER (WHERE fits) = cardinality($2) FROM updated)) AS first),
        authorized AS (
            INSERT INTO authorizations (book, event_date, type, id, tracking_id, channel, account_id, processing_code, impact, amount, currency,
                descriptor, metadata, in_timeline, cid)
            SELECT $1, $8, 'FORCE', first + row.id, tracking_id, channel, account_id, processing_code, impact, amount, currency,
                descriptor, metadata, in_timeline, cid
            FROM block, unnest($9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) AS row (id, tracking_id, channel, account_id,
                processing_code, impact, amount, currency, descriptor, metadata, in_timeline, cid)),
        moved AS (
            INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance)
            SELECT $1, first + row.id, first + authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance
            FROM block, unnest($21, $22, $23, $24, $25, $26, $27, $28) AS row (id, authorization_id, kind, debit_account, credit_account,
                amount, debit_balance, credit_balance))
        SELECT first FROM block
        """;

    internal const string UpdateCanceled =
        """
        UPDATE authorizations SET canceled_amount = canceled.amount, canceled_fee = canceled.fee
        FROM unnest($2, $3, $4) AS canceled (id, amount, fee) WHERE book = $1 AND authorizations.id = canceled.id
        """;
}
