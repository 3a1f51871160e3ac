using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Reads accounts as they were at a moment: the balance is that after the newest movement within it, what was held is that of the newest
/// change of holds, and the status is what the first change behind it replaced. Each is one look at an index, however much an account has.
/// What is not stored over time (limits, fees, processing, profile) is as it is today.
/// </summary>
public sealed class AccountsAt(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>Reads one account; null when it was not opened by then.</summary>
    public async Task<AccountRow?> FindAsync(BookMoment moment, long id) => (await ListAsync(moment, id - 1, id, 1)).SingleOrDefault();

    public Task<IReadOnlyList<AccountRow>> ListAsync(BookMoment moment, long after, int limit) =>
        ListAsync(moment, after, long.MaxValue, limit);

    // Row comparisons in the order of an index make the planner take just that index, whatever the statistics say of an account: the row
    // found may then be another account's, which is left out. An account opened in the same millisecond was there: event dates are cut to
    // it. One with something within the bound was there too, whatever a clock that was set back says of its opening.
    private async Task<IReadOnlyList<AccountRow>> ListAsync(BookMoment moment, long after, long last, int limit)
    {
        var (book, bound) = (moment.Book, moment.LastId);
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Accounts.FromSql(
            $"""
            SELECT a.book, a.id, a.kind, coalesce(changed.old_status, a.status) AS status, a.processing, a.currency, coalesce(moved.balance, 0) AS balance,
                a.credit_limit, coalesce(holding.held, 0) AS held, a.limit_per_operation, a.limit_per_day, a.spent_on, a.spent, a.fees, a.version,
                a.opened_at, a.profile
            FROM accounts a
            LEFT JOIN LATERAL (
                SELECT id, balance FROM (
                    (SELECT id, debit_balance AS balance, debit_account AS account FROM movements
                        WHERE book = {book} AND debit_account > 0 AND (debit_account, id) <= (a.id, {bound}) ORDER BY debit_account DESC, id DESC LIMIT 1)
                    UNION ALL
                    (SELECT id, credit_balance, credit_account FROM movements
                        WHERE book = {book} AND credit_account > 0 AND (credit_account, id) <= (a.id, {bound}) ORDER BY credit_account DESC, id DESC LIMIT 1)
                ) AS sides WHERE account = a.id ORDER BY id DESC LIMIT 1) AS moved ON true
            LEFT JOIN LATERAL (
                SELECT account_id, held FROM hold_changes WHERE book = {book} AND (account_id, authorization_id) <= (a.id, {bound})
                ORDER BY account_id DESC, authorization_id DESC, CASE WHEN change < 0 THEN hold_id ELSE -hold_id END DESC LIMIT 1
            ) AS holding ON holding.account_id = a.id
            LEFT JOIN LATERAL (
                SELECT account_id, old_status FROM status_changes WHERE book = {book} AND (account_id, id) > (a.id, {bound})
                ORDER BY account_id, id LIMIT 1) AS changed ON changed.account_id = a.id
            WHERE a.book = {book} AND a.id > {after} AND a.id <= {last} AND (date_trunc('milliseconds', a.opened_at) <= {moment.OpenedUntil.ToUniversalTime()}
                OR moved.id IS NOT NULL OR holding.held IS NOT NULL)
            ORDER BY a.id LIMIT {limit}
            """).ToListAsync();
    }
}
