using ForceOps.Postgres.Model;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>The fault rules of the orgs as they are stored. What they say is none of the books' business.</summary>
public sealed class StoredFaultRules(IDbContextFactory<LedgerDbContext> contexts, TimeProvider clock)
{
    /// <summary>Whether any org has one.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.FaultRules.AnyAsync(cancel);
    }

    /// <summary>All of an org, in the order in which they are tried.</summary>
    public async Task<IReadOnlyList<FaultRuleRow>> ListAsync(OrgId org, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.FaultRules.Where(row => row.Org == org.Value).OrderBy(row => row.Name).ToListAsync(cancel);
    }

    /// <summary>Makes or changes a rule. Null when the org has as many others as it may have.</summary>
    public async Task<(FaultRuleRow Row, bool IsNew)?> SetAsync(OrgId org, string name, string definition, int rulesMax, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var isNew = !await context.FaultRules.AnyAsync(row => row.Org == org.Value && row.Name == name, cancel);
        var row = new FaultRuleRow { Org = org.Value, Name = name, Definition = definition, Stamp = Guid.NewGuid(), CreatedAt = clock.GetUtcNow() };
        var written = await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO fault_rules (org, name, definition, stamp, created_at)
            SELECT {row.Org}, {row.Name}, {row.Definition}, {row.Stamp}, {row.CreatedAt}
            WHERE (SELECT count(*) FROM fault_rules WHERE org = {row.Org} AND name <> {row.Name}) < {rulesMax}
            ON CONFLICT (org, name) DO UPDATE SET definition = EXCLUDED.definition, stamp = EXCLUDED.stamp
            """,
            cancel);
        return written == 0 ? null : (row, isNew);
    }

    public async Task<bool> DeleteAsync(OrgId org, string name, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.FaultRules.Where(row => row.Org == org.Value && row.Name == name).ExecuteDeleteAsync(cancel) > 0;
    }

    /// <summary>Removes all of an org, within the transaction of whoever resets it.</summary>
    internal static Task RemoveAsync(LedgerDbContext context, OrgId org, CancellationToken cancel) =>
        context.FaultRules.Where(row => row.Org == org.Value).ExecuteDeleteAsync(cancel);
}
