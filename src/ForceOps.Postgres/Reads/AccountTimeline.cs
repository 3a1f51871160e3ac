using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Reads;

/// <summary>What an account's customer sees: its movements, but for those of operations that were asked to stay out of sight.</summary>
public sealed class AccountTimeline(Postings postings, IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>Movements looked at for one page: enough to skip a long stretch of hidden ones, and bounded when all are hidden.</summary>
    private const int LooksMax = 10;

    private const int LookSize = 1000;

    /// <summary>Newest first, below the id <paramref name="before"/>.</summary>
    /// <returns>The entries, and the id to go on below; null when nothing is left.</returns>
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
        var canceled = await CanceledAmountsAsync(seen);
        return ([.. seen.Select(item => new TimelineEntry(
            item, item.Authorization.ParentId is { } parent && item.Authorization.Amount < canceled[(item.Authorization.Book, parent)]))], next);
    }

    /// <summary>The amounts of what the entries cancel.</summary>
    private async Task<Dictionary<(Guid Book, long Id), decimal>> CanceledAmountsAsync(List<AccountMovement> movements)
    {
        var ids = movements.Select(item => item.Authorization.ParentId).OfType<long>().Distinct().ToArray();
        if (ids.Length == 0)
            return [];
        // More than one when the org was switched between two looks; the first page is then the rest of what was there before.
        var books = movements.Select(item => item.Authorization.Book).Distinct().ToArray();
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Authorizations.Where(row => books.Contains(row.Book) && ids.Contains(row.Id))
            .ToDictionaryAsync(row => (row.Book, row.Id), row => row.Amount);
    }
}

/// <summary>A movement that the customer sees.</summary>
/// <param name="Posted">The movement with its operation.</param>
/// <param name="IsPartialCancellation">It cancels less than the whole original.</param>
public sealed record TimelineEntry(AccountMovement Posted, bool IsPartialCancellation);
