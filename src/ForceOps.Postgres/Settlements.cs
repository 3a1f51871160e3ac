using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>Closes an org's batch of card sales.</summary>
public sealed class Settlements(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>Everything posted until now is settled; answers how many merchants' operations that adds.</summary>
    public async Task<long> SettleAsync(OrgId org, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var before = (await BookSwitch.LockAsync(context, org, cancel)).SettledBelow;
        // Above every id that was given out before, below every one to come.
        var now = await context.Database.SqlQuery<long>($"SELECT nextval('ledger_ids') AS \"Value\"").SingleAsync(cancel);
        await context.Orgs.Where(row => row.Org == org.Value).ExecuteUpdateAsync(set => set.SetProperty(row => row.SettledBelow, now), cancel);
        var settled = await context.AuthorizationsOf(org).LongCountAsync(
            row => row.Id >= before && row.Id < now && row.Channel != "pismo", cancel);
        await transaction.CommitAsync(cancel);
        return settled;
    }
}
