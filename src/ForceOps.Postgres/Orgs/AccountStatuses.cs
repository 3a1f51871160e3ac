using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Orgs;

/// <summary>
/// Reads and changes the statuses that an org has beside the pre-defined ones. Every change raises the org's rules version in the
/// same transaction, by which the writers notice it.
/// </summary>
public sealed class AccountStatuses(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>Lists pre-defined and own statuses behind a name, in the order of their names.</summary>
    public async Task<IReadOnlyList<StatusRule>> ListAsync(OrgId org, string after, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var own = await (await context.OfAsync(org, context.AccountStatuses)).Where(row => string.Compare(row.Status, after) > 0)
            .OrderBy(row => row.Status).Take(limit).ToListAsync();
        var predefined = StatusRule.Predefined.Values.Where(rule => string.CompareOrdinal(rule.Status.Text, after) > 0);
        return [.. own.Select(RuleOf).Concat(predefined).OrderBy(rule => rule.Status.Text, StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>Makes a status, or changes what a status allows from now on. The pre-defined statuses cannot be changed.</summary>
    public async Task<StatusSetting> SetAsync(OrgId org, StatusRule rule)
    {
        if (StatusRule.Predefined.ContainsKey(rule.Status))
            return StatusSetting.IsPredefined;
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await WriteAsync(context, await ProcessingCodes.RaiseVersionAsync(context, org), rule);
        await transaction.CommitAsync();
        return StatusSetting.Done;
    }

    /// <summary>Removes a status that no account of the org has.</summary>
    public async Task<StatusSetting> DeleteAsync(OrgId org, AccountStatus status)
    {
        if (StatusRule.Predefined.ContainsKey(status))
            return StatusSetting.IsPredefined;
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        // Whoever gives an account an own status locks the org's row as well, so none does meanwhile.
        var book = await ProcessingCodes.RaiseVersionAsync(context, org);
        if (await context.AccountsOf(book).AnyAsync(row => row.Status == status.Text))
            return StatusSetting.InUse;
        if (await context.AccountStatuses.Where(row => row.Book == book && row.Status == status.Text).ExecuteDeleteAsync() == 0)
            return StatusSetting.NotFound;
        await transaction.CommitAsync();
        return StatusSetting.Done;
    }

    /// <summary>Writes a status into a book; a status of that name is changed.</summary>
    internal static Task WriteAsync(LedgerDbContext context, Guid book, StatusRule rule) => context.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO account_statuses (book, status, allowed_operations, is_final)
        VALUES ({book}, {rule.Status.Text}, {ColumnText.Of(rule.Allowed)}, {rule.IsFinal})
        ON CONFLICT (book, status) DO UPDATE SET allowed_operations = excluded.allowed_operations, is_final = excluded.is_final
        """);

    /// <summary>
    /// Finds what a status allows; null when the org has no such status. For a status that is not pre-defined this locks the org's
    /// row until the transaction ends, so that the status stays: the caller must not hold a lock of an account yet.
    /// </summary>
    internal static async Task<StatusRule?> FindAsync(LedgerDbContext context, OrgId org, AccountStatus status)
    {
        if (StatusRule.Predefined.TryGetValue(status, out var predefined))
            return predefined;
        var book = (await BookSwitch.LockAsync(context, org)).Book;
        return await context.AccountStatuses.SingleOrDefaultAsync(row => row.Book == book && row.Status == status.Text) is { } row
            ? RuleOf(row)
            : null;
    }

    private static StatusRule RuleOf(AccountStatusRow row) =>
        new(AccountStatus.Parse(row.Status), ColumnText.ToAllowedOperations(row.AllowedOperations), row.IsFinal);
}

/// <summary>Names the outcomes of a change of the org's statuses.</summary>
public enum StatusSetting
{
    Done,

    /// <summary>The status to remove does not exist.</summary>
    NotFound,

    /// <summary>The status is pre-defined and stays as it is.</summary>
    IsPredefined,

    /// <summary>An account has the status to remove.</summary>
    InUse,
}
