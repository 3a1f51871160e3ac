using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Delayed;

/// <summary>Reads the operations that are accepted and not posted yet.</summary>
public sealed class DelayedOperationStore(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>Reads the waiting operations behind the id <paramref name="after"/>, in the order of acceptance.</summary>
    public async Task<IReadOnlyList<WaitingOperation>> ListAsync(OrgId org, long after, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var rows = await (await context.OfAsync(org, context.DelayedOperations)).Where(row => row.Id > after)
            .OrderBy(row => row.Id).Take(limit).ToListAsync();
        return [.. rows.Select(row => new WaitingOperation(
            row.Id, row.TrackingId, OperationKinds.Of(OperationJson.Read(row.Operation)), row.AccountId, row.OtherAccountId,
            row.AcceptedAt, row.DueAt, row.Tries))];
    }

    public async Task<bool> AnyAsync(OrgId org, TrackingId trackingId)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await (await context.OfAsync(org, context.DelayedOperations)).AnyAsync(row => row.TrackingId == trackingId.Text);
    }
}

/// <summary>Holds a delayed operation as people look at it.</summary>
/// <param name="Id">The operation's id, which is the cursor of the list.</param>
/// <param name="Kind">The operation's kind: <c>force</c>, <c>cancel_force</c>, <c>transfer</c> or <c>cancel_transfer</c>.</param>
/// <param name="Tries">The number of tries that failed because a row was locked.</param>
public sealed record WaitingOperation(
    long Id, string TrackingId, string Kind, long AccountId, long? OtherAccountId, DateTimeOffset AcceptedAt, DateTimeOffset DueAt,
    int Tries);
