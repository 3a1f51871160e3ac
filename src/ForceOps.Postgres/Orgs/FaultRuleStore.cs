using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ForceOps.Postgres.Orgs;

/// <summary>Stores the fault rules of the orgs. It does not interpret what the rules say.</summary>
public sealed class FaultRuleStore(NpgsqlDataSource database, IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>
    /// Reads the rules of every org, each org's in the order in which they are tried. It does without EF Core, which a service
    /// that only posts need not load.
    /// </summary>
    public async Task<IReadOnlyList<FaultRuleRow>> AllAsync()
    {
        await using var command = database.CreateCommand("SELECT org, name, definition, stamp FROM fault_rules ORDER BY org, name");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<FaultRuleRow>();
        while (await reader.ReadAsync())
            rows.Add(new FaultRuleRow { Org = reader.GetGuid(0), Name = reader.GetString(1), Definition = reader.GetString(2),
                Stamp = reader.GetGuid(3) });
        return rows;
    }

    /// <summary>Reads all rules of an org, in the order in which they are tried.</summary>
    public async Task<IReadOnlyList<FaultRuleRow>> ListAsync(OrgId org)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.FaultRules.Where(row => row.Org == org.Value).OrderBy(row => row.Name).ToListAsync();
    }

    /// <summary>
    /// Makes or changes a rule. Returns null when the rule is new and the org already has <paramref name="rulesMax"/> rules.
    /// </summary>
    public async Task<(FaultRuleRow Row, bool IsNew)?> SetAsync(OrgId org, string name, string definition, int rulesMax)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        // Changes of one org's rules run one after the other, so that the limit holds and a rule is new only once.
        await BookSwitch.LockAsync(context, org);
        var isNew = !await context.FaultRules.AnyAsync(row => row.Org == org.Value && row.Name == name);
        if (isNew && await context.FaultRules.CountAsync(row => row.Org == org.Value) >= rulesMax)
            return null;
        var row = new FaultRuleRow { Org = org.Value, Name = name, Definition = definition, Stamp = Guid.NewGuid() };
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO fault_rules (org, name, definition, stamp) VALUES ({row.Org}, {row.Name}, {row.Definition}, {row.Stamp})
            ON CONFLICT (org, name) DO UPDATE SET definition = EXCLUDED.definition, stamp = EXCLUDED.stamp
            """);
        await transaction.CommitAsync();
        return (row, isNew);
    }

    public async Task<bool> DeleteAsync(OrgId org, string name)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.FaultRules.Where(row => row.Org == org.Value && row.Name == name).ExecuteDeleteAsync() > 0;
    }

    /// <summary>Removes all rules of an org, within the transaction of the caller that resets the org.</summary>
    internal static Task RemoveAsync(LedgerDbContext context, OrgId org) =>
        context.FaultRules.Where(row => row.Org == org.Value).ExecuteDeleteAsync();
}
