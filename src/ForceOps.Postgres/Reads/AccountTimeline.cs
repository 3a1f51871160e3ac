using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Reads what an account's customer sees: the account's movements, except those of operations that were asked to stay out of the
/// timeline.
/// </summary>
public sealed class AccountTimeline(Postings postings, IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>
    /// The most reads of movements for one page. The number is enough to skip a long stretch of hidden movements, and it bounds
    /// the work when all movements are hidden.
    /// </summary>
    private const int LooksMax = 10;

    private const int LookSize = 1000;

    /// <summary>Reads the entries below the id <paramref name="before"/>, newest first.</summary>
    /// <returns>The entries, and the id below which the next page begins; the id is null when nothing is left.</returns>
    public async Task<(IReadOnlyList<TimelineEntry> Entries, long? Next)> ReadAsync(OrgId org, long accountId, long before, int limit)
    {
        var seen = new List<AccountMovement>();
        long? next = before;
        for (var look = 0; look < LooksMax && seen.Count < limit && next is { } below; look++)
        {
            var size = look == 0 ? limit : LookSize;
            var page = await postings.MovementsOfAsync(org, accountId, below, size);
            seen.AddRange(page.Where(item => item.Authorization.InTimeline));
            next = page.Count == size ? page[^1].Movement.Id : null;
        }
        if (seen.Count > limit)
        {
            seen.RemoveRange(limit, seen.Count - limit);
            next = seen[^1].Movement.Id;
        }
        return (await EntriesAsync(seen), next);
    }

    /// <summary>
    /// Reads one stretch of movements below the id <paramref name="before"/>, newest first, and keeps those that are in the timeline: none
    /// when all of them are hidden.
    /// </summary>
    /// <returns>The entries, and the last movement of the stretch; that is null when nothing is left behind it.</returns>
    public async Task<(IReadOnlyList<TimelineEntry> Entries, AccountMovement? Last)> LookAsync(
        OrgId org, long accountId, long before, int limit)
    {
        var page = await postings.MovementsOfAsync(org, accountId, before, limit + 1);
        var seen = page.Take(limit).Where(item => item.Authorization.InTimeline).ToList();
        return (await EntriesAsync(seen), page.Count > limit ? page[limit - 1] : null);
    }

    private async Task<IReadOnlyList<TimelineEntry>> EntriesAsync(List<AccountMovement> seen)
    {
        var canceled = await CanceledAmountsAsync(seen);
        return [.. seen.Select(item => new TimelineEntry(
            item, item.Authorization.ParentId is { } parent
                && item.Authorization.Amount < canceled[(item.Authorization.Book, parent)]))];
    }

    /// <summary>Reads the amounts of the authorizations that the entries cancel.</summary>
    private async Task<Dictionary<(Guid Book, long Id), decimal>> CanceledAmountsAsync(List<AccountMovement> movements)
    {
        var ids = movements.Select(item => item.Authorization.ParentId).OfType<long>().Distinct().ToArray();
        if (ids.Length == 0)
            return [];
        // There is more than one book when the org's book was switched between two reads. The movements read first are then the
        // rest of the earlier book.
        var books = movements.Select(item => item.Authorization.Book).Distinct().ToArray();
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Authorizations.Where(row => books.Contains(row.Book) && ids.Contains(row.Id))
            .ToDictionaryAsync(row => (row.Book, row.Id), row => row.Amount);
    }
}

/// <summary>Holds a movement that the customer sees.</summary>
/// <param name="Posted">The movement with its operation.</param>
/// <param name="IsPartialCancellation">True when the movement cancels less than the whole original.</param>
public sealed record TimelineEntry(AccountMovement Posted, bool IsPartialCancellation);
