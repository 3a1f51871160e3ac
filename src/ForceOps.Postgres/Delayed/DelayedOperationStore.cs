using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Delayed;

/// <summary>What is accepted and not posted yet.</summary>
public sealed class DelayedOperationStore(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>In the order of acceptance, behind the id <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<WaitingOperation>> ListAsync(OrgId org, long after, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var rows = await context.DelayedOperationsOf(org).Where(row => row.Id > after).OrderBy(row => row.Id).Take(limit).ToListAsync();
        return [.. rows.Select(row => new WaitingOperation(
            row.Id, row.TrackingId, OperationKinds.Of(OperationJson.Read(row.Operation)), row.AccountId, row.OtherAccountId,
            row.AcceptedAt, row.DueAt, row.Tries))];
    }

    public async Task<bool> AnyAsync(OrgId org, TrackingId trackingId)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.DelayedOperationsOf(org).AnyAsync(row => row.TrackingId == trackingId.Text);
    }
}

/// <summary>A delayed operation as people look at it.</summary>
/// <param name="Id">The cursor of the list.</param>
/// <param name="Kind"><c>force</c>, <c>cancel_force</c>, <c>transfer</c> or <c>cancel_transfer</c>.</param>
/// <param name="Tries">In vain, because a row was locked.</param>
public sealed record WaitingOperation(
    long Id, string TrackingId, string Kind, long AccountId, long? OtherAccountId, DateTimeOffset AcceptedAt, DateTimeOffset DueAt, int Tries);
