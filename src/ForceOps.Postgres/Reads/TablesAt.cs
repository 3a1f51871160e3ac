namespace ForceOps.Postgres.Reads;

/// <summary>
/// Makes the tables of a book as they were at a moment, as named queries that take the names of the tables: what is asked behind them is
/// asked of the books then. They look up nothing that only the present row says: balances, what was held and what was canceled are made
/// from the rows within the bound.
/// </summary>
internal static class TablesAt
{
    /// <summary>The queries, to stand before a query. $2 is the book, $3 the bound, $4 the time until which accounts were opened.</summary>
    // Inside its own query a name still means the table.
    internal const string With =
        """
        WITH movements AS (SELECT * FROM movements WHERE book = $2 AND id <= $3),
        hold_changes AS (SELECT * FROM hold_changes WHERE book = $2 AND authorization_id <= $3),
        cancellations AS (
            SELECT parent_id, sum(amount) AS amount, sum(fee) AS fee FROM authorizations
            WHERE book = $2 AND id <= $3 AND parent_id IS NOT NULL AND denied IS NULL GROUP BY parent_id),
        remains AS (SELECT hold_id, sum(change) AS amount FROM hold_changes GROUP BY hold_id),
        authorizations AS (
            SELECT z.book, z.id, z.tracking_id, z.type, z.account_id, z.impact, z.amount, z.fee, z.currency, z.parent_id, z.original_id, z.denied,
                coalesce(CASE WHEN r.hold_id IS NOT NULL THEN z.amount - r.amount ELSE c.amount END, 0) AS canceled_amount,
                coalesce(c.fee, 0) AS canceled_fee
            FROM authorizations z LEFT JOIN cancellations c ON c.parent_id = z.id LEFT JOIN remains r ON r.hold_id = z.id
            WHERE z.book = $2 AND z.id <= $3),
        balances AS (
            SELECT DISTINCT ON (account) account, balance FROM (
                SELECT id, debit_account AS account, debit_balance AS balance FROM movements WHERE debit_account > 0
                UNION ALL SELECT id, credit_account, credit_balance FROM movements WHERE credit_account > 0) AS sides
            ORDER BY account, id DESC),
        holdings AS (
            SELECT DISTINCT ON (account_id) account_id, held FROM hold_changes
            ORDER BY account_id, authorization_id DESC, CASE WHEN change < 0 THEN hold_id ELSE -hold_id END DESC),
        accounts AS (
            SELECT a.book, a.id, a.currency, coalesce(b.balance, 0) AS balance, coalesce(h.held, 0) AS held
            FROM accounts a LEFT JOIN balances b ON b.account = a.id LEFT JOIN holdings h ON h.account_id = a.id
            WHERE a.book = $2 AND (date_trunc('milliseconds', a.opened_at) <= $4 OR a.id IN (SELECT account_id FROM authorizations)))
        """;
}
