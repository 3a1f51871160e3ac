using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Books;

/// <summary>
/// Takes, restores and removes snapshots, which are copies of an org's book under a name. A copy holds the rows that belong to
/// the book: accounts, codes, postings and attempts, delayed operations and denials. It holds nothing else of the org.
/// </summary>
public sealed class Snapshots(IDbContextFactory<LedgerDbContext> contexts, TimeProvider clock)
{
    public async Task<IReadOnlyList<SnapshotRow>> ListAsync(OrgId org, string after, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Snapshots.Where(row => row.Org == org.Value && string.Compare(row.Name, after) > 0)
            .OrderBy(row => row.Name).Take(limit).ToListAsync();
    }

    public async Task<SnapshotRow?> FindAsync(OrgId org, string name)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await FindAsync(context, org, name);
    }

    /// <summary>
    /// Stores a copy of the org's present book under the name, in place of an earlier snapshot of that name. Returns no row when
    /// the org already has <paramref name="snapshotsMax"/> snapshots.
    /// </summary>
    public async Task<(SnapshotRow? Row, bool IsNew)> TakeAsync(OrgId org, string name, int snapshotsMax)
    {
        // The time is cut to milliseconds: the answered time and the stored time must agree, and the database keeps fewer digits
        // than the clock has.
        var now = LedgerState.WholeMilliseconds(clock.GetUtcNow());
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync();
            if (await IsFullAsync(context, org, await FindAsync(context, org, name), snapshotsMax))
                return (null, false);
            var (before, book, copy) = await CopyAsync(
                context, now, async () => (OrgRow?)await BookSwitch.LockAsync(context, org), row => row.Book);
            await using var transaction = await context.Database.BeginTransactionAsync();
            var live = await BookSwitch.LockAsync(context, org);
            // A settlement or a switch came between the copy and the lock: what the org's row says would not be of the copied book.
            if (live.Book != before!.Book || live.SettledBelow != before.SettledBelow)
                continue;
            var earlier = await FindAsync(context, org, name);
            if (await IsFullAsync(context, org, earlier, snapshotsMax))
                return (null, false);
            if (earlier is not null)
                await RemoveAsync(context, earlier);
            var row = new SnapshotRow
            {
                Org = org.Value,
                Name = name,
                Book = book.Value,
                Currency = live.Currency,
                SettledBelow = live.SettledBelow,
                Accounts = copy.Accounts,
                Authorizations = copy.Authorizations,
                Movements = copy.Movements,
                CreatedAt = now,
            };
            context.Snapshots.Add(row);
            await context.SaveChangesAsync();
            await BookSwitch.AdoptAsync(context, book);
            await transaction.CommitAsync();
            return (row, earlier is null);
        }
    }

    /// <summary>
    /// Gives the org a copy of the snapshot's book; the snapshot itself stays. Returns null when there is no such snapshot.
    /// </summary>
    public async Task<SnapshotRow?> RestoreAsync(OrgId org, string name)
    {
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync();
            var (snapshot, book, _) = await CopyAsync(context, clock.GetUtcNow(), () => FindAsync(context, org, name), row => row.Book);
            if (snapshot is null)
                return null;
            await using var transaction = await context.Database.BeginTransactionAsync();
            var live = await BookSwitch.LockAsync(context, org);
            var now = await FindAsync(context, org, name);
            // The snapshot was replaced or removed meanwhile, and the copy may have met a book that was being removed.
            if (now?.Book != snapshot.Book)
                continue;
            await BookSwitch.PointAsync(context, org, book, snapshot.Currency, snapshot.SettledBelow);
            await BookSwitch.AbandonAsync(context, live.Book);
            await BookSwitch.AdoptAsync(context, book);
            await transaction.CommitAsync();
            return snapshot;
        }
    }

    /// <summary>Removes a snapshot. Returns false when there was none.</summary>
    public async Task<bool> DeleteAsync(OrgId org, string name)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await BookSwitch.LockAsync(context, org);
        if (await FindAsync(context, org, name) is not { } snapshot)
            return false;
        await RemoveAsync(context, snapshot);
        await transaction.CommitAsync();
        return true;
    }

    /// <summary>Copies the book of a row into a book that nobody points at; copies nothing when there is no row.</summary>
    private static async Task<(T? Row, BookId Book, BookCopy Copy)> CopyAsync<T>(
        LedgerDbContext context, DateTimeOffset now, Func<Task<T?>> find, Func<T, Guid> bookOf)
        where T : class
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await find() is not { } row)
            return (null, default, new BookCopy(0, 0, 0));
        var book = await BookSwitch.OpenAsync(context, now);
        var copy = await BookCopy.MakeAsync(context, bookOf(row), book);
        await transaction.CommitAsync();
        return (row, book, copy);
    }

    /// <summary>Tells whether one more snapshot would be too many; one that takes the place of another is not one more.</summary>
    private static async Task<bool> IsFullAsync(LedgerDbContext context, OrgId org, SnapshotRow? earlier, int snapshotsMax) =>
        earlier is null && await context.Snapshots.CountAsync(row => row.Org == org.Value) >= snapshotsMax;

    private static Task<SnapshotRow?> FindAsync(LedgerDbContext context, OrgId org, string name) =>
        context.Snapshots.SingleOrDefaultAsync(row => row.Org == org.Value && row.Name == name);

    private static async Task RemoveAsync(LedgerDbContext context, SnapshotRow snapshot)
    {
        await context.Snapshots.Where(row => row.Org == snapshot.Org && row.Name == snapshot.Name).ExecuteDeleteAsync();
        await BookSwitch.AbandonAsync(context, snapshot.Book);
    }
}
