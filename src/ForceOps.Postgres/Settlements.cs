using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>Closes an org's batch of card sales.</summary>
public sealed class Settlements(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>Everything posted until now is settled; answers how many merchants' operations that adds.</summary>
    public async Task<long> SettleAsync(OrgId org)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var before = (await BookSwitch.LockAsync(context, org)).SettledBelow;
        // Above every id that was given out before, below every one to come.
        var now = await context.Database.SqlQuery<long>($"SELECT nextval('ledger_ids') AS \"Value\"").SingleAsync();
        await context.Orgs.Where(row => row.Org == org.Value).ExecuteUpdateAsync(set => set.SetProperty(row => row.SettledBelow, now));
        var settled = await context.AuthorizationsOf(org).LongCountAsync(
            row => row.Id >= before && row.Id < now && row.Channel != "pismo");
        await transaction.CommitAsync();
        return settled;
    }
}
