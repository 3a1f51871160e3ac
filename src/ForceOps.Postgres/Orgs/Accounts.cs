using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Orgs;

/// <summary>Reads accounts and sets them up, as people do. Only the writer changes balances.</summary>
public sealed class Accounts(IDbContextFactory<LedgerDbContext> contexts, OrgClocks clocks)
{
    public async Task<AccountRow?> FindAsync(OrgId org, long id)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await (await context.OfAsync(org, context.Accounts)).SingleOrDefaultAsync(row => row.Id == id);
    }

    public async Task<IReadOnlyList<AccountRow>> ListAsync(OrgId org, long after, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await (await context.OfAsync(org, context.Accounts)).Where(row => row.Id > after)
            .OrderBy(row => row.Id).Take(limit).ToListAsync();
    }

    /// <summary>
    /// The number that a setting adds to an account's version. A posting adds one. The two are far apart, so that no number of
    /// postings that a cache counted and that never committed can look like a setting.
    /// </summary>
    internal const long Setting = 1L << 32;

    /// <summary>
    /// Sets what the change names, and opens the account if it does not exist. A changed status is recorded; unlike a client of
    /// Pismo's routes, a person may take an account out of a final status. Returns the account, or the reason why nothing was set.
    /// </summary>
    /// <param name="cid">The correlation id of the request, which the event of a changed status names.</param>
    public async Task<(AccountSetting Setting, AccountRow? Account)> SetAsync(OrgId org, long id, AccountChange change, string cid)
    {
        // The clock is read before the transaction: a caller that holds a connection must not wait for another connection.
        var now = await clocks.NowAsync(org);
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (change.Status is { } status && await AccountStatuses.FindAsync(context, org, status) is null)
            return (AccountSetting.NoSuchStatus, null);
        await OpenAsync(context, await BookAsync(context, org), id, id, change, now);
        if (await LockAsync(context, org, id) is not { } account)
        {
            // The org's book was switched meanwhile. What this transaction opened is not in the new book, so the change begins
            // anew.
            await transaction.RollbackAsync();
            return await SetAsync(org, id, change, cid);
        }
        if (change.Currency is { } currency && !string.Equals(currency.Code, account.Currency, StringComparison.Ordinal))
        {
            // Each side of a movement has an index of its own. A hold moves nothing, and is in the account's currency as well.
            if (await context.Movements.AnyAsync(row => row.Book == account.Book && row.DebitAccount == id)
                || await context.Movements.AnyAsync(row => row.Book == account.Book && row.CreditAccount == id)
                || await context.HoldChanges.AnyAsync(
                    row => row.Book == account.Book && row.AccountId == id && row.HoldId == row.AuthorizationId))
            {
                return (AccountSetting.CurrencyInUse, null);
            }
            account.Currency = currency.Code;
        }
        account.Version += Setting;
        if (change.Status is { } named)
        {
            await StatusChanges.RecordAsync(context, account, new StatusReason(named), now, cid);
            account.Status = named.Text;
        }
        account.Profile = change.Profile ?? account.Profile;
        account.Processing = change.Processing is { } processing ? ColumnText.Of(processing) : account.Processing;
        account.CreditLimit = change.CreditLimit ?? account.CreditLimit;
        if (change.Fees is { } fees)
            account.Fees = AccountFees.Text(fees);
        if (change.SetsLimits)
            (account.LimitPerOperation, account.LimitPerDay) = (change.LimitPerOperation, change.LimitPerDay);
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        return (AccountSetting.Done, account);
    }

    /// <summary>
    /// Opens every account of the range that does not exist yet. Returns the number of accounts opened; null when the org does not
    /// have the status that they are to have.
    /// </summary>
    public async Task<int?> OpenRangeAsync(OrgId org, long from, long to, AccountChange change)
    {
        var now = await clocks.NowAsync(org);
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (change.Status is { } status && await AccountStatuses.FindAsync(context, org, status) is null)
            return null;
        var opened = await OpenAsync(context, await BookAsync(context, org), from, to, change, now);
        await transaction.CommitAsync();
        return opened;
    }

    /// <summary>
    /// Sets what the change names on every account of the range, except currency and kind, which only count when an account is
    /// opened.
    /// </summary>
    public async Task SetRangeAsync(OrgId org, long from, long to, AccountChange change)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await SetRangeAsync(context, await context.BookOfAsync(org), from, to, change);
    }

    /// <summary>Locks an account of the org's present book; null when there is no such account.</summary>
    internal static async Task<AccountRow?> LockAsync(LedgerDbContext context, OrgId org, long id)
    {
        var book = await context.BookOfAsync(org);
        return await context.Accounts.FromSql($"SELECT * FROM accounts WHERE book = {book} AND id = {id} FOR NO KEY UPDATE")
            .AsTracking().SingleOrDefaultAsync();
    }

    private static async Task<(Guid Book, string Currency)> BookAsync(LedgerDbContext context, OrgId org)
    {
        var row = await context.Orgs.SingleAsync(row => row.Org == org.Value);
        return (row.Book, row.Currency);
    }

    internal static async Task SetRangeAsync(LedgerDbContext context, Guid book, long from, long to, AccountChange change)
    {
        var status = change.Status?.Text;
        var processing = change.Processing is { } how ? ColumnText.Of(how) : null;
        var fees = change.Fees is { } own ? AccountFees.Text(own) : null;
        await context.Database.ExecuteSqlAsync(
            $"""
            UPDATE accounts SET version = version + {Setting}, status = coalesce({status}, status), processing = coalesce({processing}, processing),
                credit_limit = coalesce({change.CreditLimit}, credit_limit), profile = coalesce({change.Profile}, profile),
                fees = CASE WHEN {change.Fees is not null} THEN {fees} ELSE fees END,
                limit_per_operation = CASE WHEN {change.SetsLimits} THEN {change.LimitPerOperation} ELSE limit_per_operation END,
                limit_per_day = CASE WHEN {change.SetsLimits} THEN {change.LimitPerDay} ELSE limit_per_day END
            WHERE book = {book} AND id BETWEEN {from} AND {to}
            """);
    }

    /// <param name="of">The book, and the currency of an account whose change names none.</param>
    internal static Task<int> OpenAsync(
        LedgerDbContext context, (Guid Book, string Currency) of, long from, long to, AccountChange change, DateTimeOffset now)
    {
        var kind = ColumnText.Of(change.Kind ?? AccountKind.Customer);
        var status = (change.Status ?? AccountStatus.Normal).Text;
        var processing = ColumnText.Of(change.Processing ?? AccountProcessing.Normal);
        var fees = change.Fees is { } own ? AccountFees.Text(own) : null;
        return context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO accounts (book, id, kind, status, processing, currency, credit_limit, limit_per_operation, limit_per_day, fees, profile, opened_at)
            SELECT books.book, id, {kind}, {status}, {processing}, {change.Currency?.Code ?? of.Currency},
                {change.CreditLimit ?? 0}, {change.LimitPerOperation}, {change.LimitPerDay}, {fees}, {change.Profile}, {now}
            FROM books, generate_series({from}, {to}) AS id WHERE books.book = {of.Book}
            ON CONFLICT DO NOTHING
            """);
    }
}

/// <summary>Names what to set on an account; null leaves a value as it is.</summary>
public sealed record AccountChange
{
    /// <summary>The account's kind; it only counts when the account is opened. Null means a customer's account.</summary>
    public AccountKind? Kind { get; init; }

    public AccountStatus? Status { get; init; }

    public AccountProcessing? Processing { get; init; }

    public Currency? Currency { get; init; }
    public decimal? CreditLimit { get; init; }

    /// <summary>The account's own fees by processing code; an empty list removes them all.</summary>
    public IReadOnlyDictionary<ProcessingCode, FeeRule>? Fees { get; init; }

    /// <summary>True when both limits below are set; a null limit then means no limit.</summary>
    public bool SetsLimits { get; init; }

    public decimal? LimitPerOperation { get; init; }
    public decimal? LimitPerDay { get; init; }

    /// <summary>What a client sees of the holder, as JSON. It takes the place of all that was set before.</summary>
    public string? Profile { get; init; }
}

/// <summary>Names the outcomes of a setting of an account.</summary>
public enum AccountSetting
{
    Done,

    /// <summary>The account has movements, so its currency stays.</summary>
    CurrencyInUse,

    /// <summary>The org has no status of this name.</summary>
    NoSuchStatus,
}
