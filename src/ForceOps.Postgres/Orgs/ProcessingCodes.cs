using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Orgs;

/// <summary>
/// Reads and changes the processing codes of an org. Every change raises the org's rules version in the same transaction; the
/// writers watch this version.
/// </summary>
public sealed class ProcessingCodes(IDbContextFactory<LedgerDbContext> contexts)
{
    public async Task<IReadOnlyList<ListedCode>> ListAsync(OrgId org, string after, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var all = await context.OfAsync(org, context.ProcessingCodes);
        var codes = all.Where(row => string.Compare(row.Code, after) > 0).OrderBy(row => row.Code).Take(limit);
        return await Listed(all, codes).ToListAsync();
    }

    public async Task<ListedCode?> FindAsync(OrgId org, ProcessingCode code)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var all = await context.OfAsync(org, context.ProcessingCodes);
        return await Listed(all, all.Where(row => row.Code == code.Text)).SingleOrDefaultAsync();
    }

    /// <summary>
    /// Adds a code and, in the same transaction, the code that undoes it. Returns the added code, or the reason why neither code
    /// was added.
    /// </summary>
    public async Task<(CodeChange Change, ListedCode? Code)> AddAsync(OrgId org, ProcessingRule rule, UndoCode? undo)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var book = await RaiseVersionAsync(context, org);
        if (!await WriteAsync(context, book, rule, replace: false))
            return (CodeChange.InUse, null);
        if (undo is not null && !await HasUndoAsync(context, book, undo, rule))
            return (CodeChange.UndoDisagrees, null);
        var added = await Listed(context.CodesOf(book), context.CodesOf(book).Where(row => row.Code == rule.Code.Text)).SingleAsync();
        await transaction.CommitAsync();
        return (CodeChange.Done, added);
    }

    /// <summary>
    /// Changes the description of a code, the code that undoes it, or both; null leaves a part as it is. The impact and the fee
    /// stay.
    /// </summary>
    public async Task<CodeChange> ChangeAsync(OrgId org, ProcessingCode code, string? description, UndoCode? undo)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var book = await RaiseVersionAsync(context, org);
        var codes = context.CodesOf(book).Where(row => row.Code == code.Text);
        if (await codes.SingleOrDefaultAsync() is not { } row)
            return CodeChange.NotFound;
        var (newDescription, newReversal) = (description ?? row.Description, undo?.Code.Text ?? row.ReversalCode);
        var undone = new ProcessingRule(code, (BalanceImpact)row.Impact, newDescription, ReversalCode: null, Fee: null)
        {
            OperationType = ColumnText.ToOperationType(row.OperationType),
        };
        if (undo is not null && !await HasUndoAsync(context, book, undo, undone))
            return CodeChange.UndoDisagrees;
        await codes.ExecuteUpdateAsync(set => set
            .SetProperty(one => one.Description, newDescription).SetProperty(one => one.ReversalCode, newReversal));
        await transaction.CommitAsync();
        return CodeChange.Done;
    }

    /// <summary>Makes the code, or changes the rule of a code that exists.</summary>
    public async Task SetAsync(OrgId org, ProcessingRule rule)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var book = await RaiseVersionAsync(context, org);
        await WriteAsync(context, book, rule, replace: true);
        await transaction.CommitAsync();
    }

    /// <summary>Removes a code. Returns false when there was no such code.</summary>
    public async Task<bool> DeleteAsync(OrgId org, ProcessingCode code)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var book = await RaiseVersionAsync(context, org);
        var deleted = await context.CodesOf(book).Where(row => row.Code == code.Text).ExecuteDeleteAsync();
        await transaction.CommitAsync();
        return deleted > 0;
    }

    /// <summary>Inserts all codes of a book that has none yet.</summary>
    internal static Task InsertAsync(LedgerDbContext context, Guid book, IReadOnlyList<ProcessingRule> rules) =>
        context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO processing_codes (book, code, impact, description, reversal_code, fee_fixed, fee_percent, fee_method, operation_type)
            SELECT books.book, codes.* FROM books, unnest({rules.Select(rule => rule.Code.Text).ToArray()}, {rules.Select(rule => (short)rule.Impact).ToArray()},
                {rules.Select(rule => rule.Description).ToArray()}, {rules.Select(rule => rule.ReversalCode?.Text).ToArray()},
                {rules.Select(rule => rule.Fee?.Fixed ?? 0).ToArray()}, {rules.Select(rule => rule.Fee?.Percent ?? 0).ToArray()},
                {rules.Select(rule => ColumnText.Of(rule.Fee?.Method ?? FeeMethod.Sum)).ToArray()},
                {rules.Select(rule => ColumnText.Of(rule.OperationType)).ToArray()}) AS codes
            WHERE books.book = {book}
            """);

    private static IQueryable<ListedCode> Listed(IQueryable<ProcessingCodeRow> all, IQueryable<ProcessingCodeRow> codes) =>
        codes.Select(row => new ListedCode(row, row.ReversalCode == null && all.Any(other => other.ReversalCode == row.Code)));

    /// <summary>
    /// Makes the code that undoes a code, for the same type of operation, unless it exists. Returns false when a code of that name
    /// exists that goes another way.
    /// </summary>
    private static async Task<bool> HasUndoAsync(LedgerDbContext context, Guid book, UndoCode undo, ProcessingRule undone)
    {
        var opposite = (BalanceImpact)(-(int)undone.Impact);
        var rule = new ProcessingRule(undo.Code, opposite, undo.Description ?? undone.Description, ReversalCode: null, Fee: null)
        {
            OperationType = undone.OperationType,
        };
        if (await WriteAsync(context, book, rule, replace: false))
            return true;
        return await context.CodesOf(book).AnyAsync(row => row.Code == undo.Code.Text && row.Impact == (short)opposite);
    }

    private static async Task<bool> WriteAsync(LedgerDbContext context, Guid book, ProcessingRule rule, bool replace)
    {
        // A parameter in what an INSERT does on conflict does not reach another server, so replacing is a statement of its own.
        var written = await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO processing_codes (book, code, impact, description, reversal_code, fee_fixed, fee_percent, fee_method, operation_type)
            VALUES ({book}, {rule.Code.Text}, {(short)rule.Impact}, {rule.Description}, {TextOf(rule.ReversalCode)}, {rule.Fee?.Fixed ?? 0}, {rule.Fee?.Percent ?? 0},
                {ColumnText.Of(rule.Fee?.Method ?? FeeMethod.Sum)}, {ColumnText.Of(rule.OperationType)})
            ON CONFLICT (book, code) DO NOTHING
            """);
        if (written > 0 || !replace)
            return written > 0;
        written = await context.CodesOf(book).Where(row => row.Code == rule.Code.Text).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Impact, (short)rule.Impact).SetProperty(row => row.Description, rule.Description)
            .SetProperty(row => row.ReversalCode, TextOf(rule.ReversalCode)).SetProperty(row => row.FeeFixed, rule.Fee?.Fixed ?? 0)
            .SetProperty(row => row.FeePercent, rule.Fee?.Percent ?? 0)
            .SetProperty(row => row.FeeMethod, ColumnText.Of(rule.Fee?.Method ?? FeeMethod.Sum))
            .SetProperty(row => row.OperationType, ColumnText.Of(rule.OperationType)));
        return written > 0;
    }

    private static string? TextOf(ProcessingCode? code) => code?.Text;

    /// <summary>
    /// Raises the version of the org's rules, and returns the org's book. This statement comes first, so that the org's row is locked and
    /// its book stays for the rest of the transaction.
    /// </summary>
    internal static async Task<Guid> RaiseVersionAsync(LedgerDbContext context, OrgId org) =>
        (await context.Database.SqlQuery<Guid>(
            $"UPDATE orgs SET rules_version = rules_version + 1 WHERE org = {org.Value} RETURNING book AS \"Value\"").ToListAsync()).SingleOrDefault();
}

/// <summary>Names the code that undoes another code. It is made unless it exists.</summary>
/// <param name="Code">The name of the code.</param>
/// <param name="Description">The description of a code that is made; the description of the code to undo when null.</param>
public sealed record UndoCode(ProcessingCode Code, string? Description);

/// <summary>Holds a processing code and its role beside the other codes of the org.</summary>
/// <param name="Row">The code.</param>
/// <param name="IsReversal">
/// True when the code only undoes: another code names it as its reversal, and it names none itself. Two codes that undo each other,
/// such as a credit and a debit, are both codes to post with.
/// </param>
public sealed record ListedCode(ProcessingCodeRow Row, bool IsReversal);

/// <summary>Names the outcomes of a change of codes.</summary>
public enum CodeChange
{
    Done,

    /// <summary>The code to add exists.</summary>
    InUse,

    /// <summary>The code to change does not exist.</summary>
    NotFound,

    /// <summary>The code that is to undo exists, and its impact is not the opposite one.</summary>
    UndoDisagrees,
}
