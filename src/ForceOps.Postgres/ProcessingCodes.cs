using ForceOps.Postgres.Model;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>The processing codes of an org. Every change raises the org's rules version, in the same transaction, which the writers watch.</summary>
public sealed class ProcessingCodes(IDbContextFactory<LedgerDbContext> contexts)
{
    public async Task<IReadOnlyList<ProcessingCodeRow>> ListAsync(OrgId org, string after, int limit, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.CodesOf(org).Where(row => string.Compare(row.Code, after) > 0)
            .OrderBy(row => row.Code).Take(limit).ToListAsync(cancel);
    }

    public async Task<ProcessingCodeRow?> FindAsync(OrgId org, ProcessingCode code, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.CodesOf(org).SingleOrDefaultAsync(row => row.Code == code.Text, cancel);
    }

    /// <summary>False when the code exists already.</summary>
    public Task<bool> AddAsync(OrgId org, ProcessingRule rule, CancellationToken cancel) => WriteAsync(org, rule, replace: false, cancel);

    /// <summary>Makes the code or changes what it means.</summary>
    public Task SetAsync(OrgId org, ProcessingRule rule, CancellationToken cancel) => WriteAsync(org, rule, replace: true, cancel);

    /// <summary>False when there was no such code.</summary>
    public async Task<bool> DeleteAsync(OrgId org, ProcessingCode code, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await RaiseVersionAsync(context, org, cancel);
        var deleted = await context.CodesOf(org).Where(row => row.Code == code.Text).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(cancel);
        return deleted > 0;
    }

    /// <summary>All codes of a book that has none yet.</summary>
    internal static Task InsertAsync(LedgerDbContext context, OrgId org, IReadOnlyList<ProcessingRule> rules, CancellationToken cancel) =>
        context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO processing_codes (book, code, impact, description, reversal_code, fee_fixed, fee_percent)
            SELECT orgs.book, codes.* FROM orgs, unnest({rules.Select(rule => rule.Code.Text).ToArray()}, {rules.Select(rule => (short)rule.Impact).ToArray()},
                {rules.Select(rule => rule.Description).ToArray()}, {rules.Select(rule => rule.ReversalCode?.Text).ToArray()},
                {rules.Select(rule => rule.Fee?.Fixed ?? 0).ToArray()}, {rules.Select(rule => rule.Fee?.Percent ?? 0).ToArray()}) AS codes
            WHERE orgs.org = {org.Value}
            """,
            cancel);

    private async Task<bool> WriteAsync(OrgId org, ProcessingRule rule, bool replace, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await RaiseVersionAsync(context, org, cancel);
        var written = await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO processing_codes (book, code, impact, description, reversal_code, fee_fixed, fee_percent)
            SELECT orgs.book, {rule.Code.Text}, {(short)rule.Impact}, {rule.Description}, {TextOf(rule.ReversalCode)}, {rule.Fee?.Fixed ?? 0}, {rule.Fee?.Percent ?? 0}
            FROM orgs WHERE orgs.org = {org.Value}
            ON CONFLICT (book, code) DO UPDATE SET impact = excluded.impact, description = excluded.description,
                reversal_code = excluded.reversal_code, fee_fixed = excluded.fee_fixed, fee_percent = excluded.fee_percent
            WHERE {replace}
            """,
            cancel);
        await transaction.CommitAsync(cancel);
        return written > 0;
    }

    private static string? TextOf(ProcessingCode? code) => code?.Text;

    /// <summary>First, so that the org's row is locked and its book stays for the rest of the transaction.</summary>
    private static Task<int> RaiseVersionAsync(LedgerDbContext context, OrgId org, CancellationToken cancel) =>
        context.Orgs.Where(row => row.Org == org.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RulesVersion, row => row.RulesVersion + 1), cancel);
}
