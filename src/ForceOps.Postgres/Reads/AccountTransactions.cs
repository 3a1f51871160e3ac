using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Lists the movements of an account page by page. What a page costs is bounded by <see cref="ReachMax"/>, and not by the number of
/// the account's movements: older movements are reached by their dates, which <see cref="BalanceAt"/> turns into a range of ids.
/// </summary>
public sealed class AccountTransactions(Postings postings, BalanceAt balances, IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>The most movements that a list reaches and counts, from the newest of the asked dates on.</summary>
    public const int ReachMax = 10_000;

    /// <summary>
    /// Reads a page, newest first, and the number of movements in the list, which is at most <see cref="ReachMax"/>.
    /// </summary>
    /// <param name="from">The first time of the list; from the beginning on when null.</param>
    /// <param name="before">The time before which the list ends; up to now when null.</param>
    /// <param name="skip">The number of newer movements to leave out.</param>
    /// <param name="limit">The most movements of the page.</param>
    public async Task<(IReadOnlyList<AccountMovement> Page, int Total)> ReadAsync(
        OrgId org, long accountId, DateTimeOffset? from, DateTimeOffset? before, int skip, int limit)
    {
        var ends = await balances.ReadAsync(org, accountId, [.. new[] { from, before }.OfType<DateTimeOffset>()]);
        var above = from is null ? 0 : ends[0].MovementId;
        var through = before is null ? long.MaxValue - 1 : ends[^1].MovementId;
        await using var context = await contexts.CreateDbContextAsync();
        var inRange = (await context.OfAsync(org, context.Movements)).Where(row => row.Id > above && row.Id <= through);
        var total = Math.Min(await Newest(inRange, accountId, ReachMax).CountAsync(), ReachMax);
        if (skip >= total)
            return ([], total);
        var first = await Newest(inRange, accountId, skip + 1).OrderByDescending(id => id).Skip(skip).Take(1).SingleOrDefaultAsync();
        var page = await postings.MovementsOfAsync(org, accountId, first + 1, limit);
        return ([.. page.Where(item => item.Movement.Id > above)], total);
    }

    /// <summary>Selects the ids of the newest movements of either side; each side comes from an index of its own.</summary>
    private static IQueryable<long> Newest(IQueryable<MovementRow> movements, long accountId, int limit) =>
        movements.Where(row => row.DebitAccount == accountId).OrderByDescending(row => row.Id).Select(row => row.Id).Take(limit).Concat(
            movements.Where(row => row.CreditAccount == accountId).OrderByDescending(row => row.Id).Select(row => row.Id).Take(limit));
}
