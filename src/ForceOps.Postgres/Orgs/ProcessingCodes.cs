using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Orgs;

/// <summary>
/// Reads and changes the processing codes of an org. Every change raises the org's rules version in the same transaction; the
/// writers watch this version.
/// </summary>
public sealed class ProcessingCodes(IDbContextFactory<LedgerDbContext> contexts)
{
    public async Task<IReadOnlyList<ProcessingCodeRow>> ListAsync(OrgId org, string after, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.CodesOf(org).Where(row => string.Compare(row.Code, after) > 0)
            .OrderBy(row => row.Code).Take(limit).ToListAsync();
    }

    public async Task<ProcessingCodeRow?> FindAsync(OrgId org, ProcessingCode code)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.CodesOf(org).SingleOrDefaultAsync(row => row.Code == code.Text);
    }

    /// <summary>Adds a code. Returns false when the code exists already.</summary>
    public Task<bool> AddAsync(OrgId org, ProcessingRule rule) => WriteAsync(org, rule, replace: false);

    /// <summary>Makes the code, or changes the rule of a code that exists.</summary>
    public Task SetAsync(OrgId org, ProcessingRule rule) => WriteAsync(org, rule, replace: true);

    /// <summary>Removes a code. Returns false when there was no such code.</summary>
    public async Task<bool> DeleteAsync(OrgId org, ProcessingCode code)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await RaiseVersionAsync(context, org);
        var deleted = await context.CodesOf(org).Where(row => row.Code == code.Text).ExecuteDeleteAsync();
        await transaction.CommitAsync();
        return deleted > 0;
    }

    /// <summary>Inserts all codes of a book that has none yet.</summary>
    internal static Task InsertAsync(LedgerDbContext context, OrgId org, IReadOnlyList<ProcessingRule> rules) =>
        context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO processing_codes (book, code, impact, description, reversal_code, fee_fixed, fee_percent)
            SELECT orgs.book, codes.* FROM orgs, unnest({rules.Select(rule => rule.Code.Text).ToArray()}, {rules.Select(rule => (short)rule.Impact).ToArray()},
                {rules.Select(rule => rule.Description).ToArray()}, {rules.Select(rule => rule.ReversalCode?.Text).ToArray()},
                {rules.Select(rule => rule.Fee?.Fixed ?? 0).ToArray()}, {rules.Select(rule => rule.Fee?.Percent ?? 0).ToArray()}) AS codes
            WHERE orgs.org = {org.Value}
            """);

    private async Task<bool> WriteAsync(OrgId org, ProcessingRule rule, bool replace)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await RaiseVersionAsync(context, org);
        var written = await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO processing_codes (book, code, impact, description, reversal_code, fee_fixed, fee_percent)
            SELECT orgs.book, {rule.Code.Text}, {(short)rule.Impact}, {rule.Description}, {TextOf(rule.ReversalCode)}, {rule.Fee?.Fixed ?? 0}, {rule.Fee?.Percent ?? 0}
            FROM orgs WHERE orgs.org = {org.Value}
            ON CONFLICT (book, code) DO UPDATE SET impact = excluded.impact, description = excluded.description,
                reversal_code = excluded.reversal_code, fee_fixed = excluded.fee_fixed, fee_percent = excluded.fee_percent
            WHERE {replace}
            """);
        await transaction.CommitAsync();
        return written > 0;
    }

    private static string? TextOf(ProcessingCode? code) => code?.Text;

    /// <summary>
    /// Raises the version of the org's rules. This statement comes first, so that the org's row is locked and its book stays for
    /// the rest of the transaction.
    /// </summary>
    private static Task<int> RaiseVersionAsync(LedgerDbContext context, OrgId org) =>
        context.Orgs.Where(row => row.Org == org.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RulesVersion, row => row.RulesVersion + 1));
}
