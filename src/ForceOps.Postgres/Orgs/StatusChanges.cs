using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Orgs;

/// <summary>
/// Gives accounts other statuses, with a reason, and records every change: an event tells it. A change of the status is also a
/// change of the account's version, by which cached accounts are noticed to be wrong.
/// </summary>
public sealed class StatusChanges(IDbContextFactory<LedgerDbContext> contexts, OrgClocks clocks)
{
    /// <summary>Reads an account with the reason of its status; null when there is no such account.</summary>
    public async Task<(AccountRow Account, StatusReason Status)?> FindAsync(OrgId org, long id)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await (await context.OfAsync(org, context.Accounts)).SingleOrDefaultAsync(row => row.Id == id) is { } account
            ? (account, StatusReason.Of(account, await LastAsync(context, account)))
            : null;
    }

    /// <summary>Gives an account another status, unless its status is final.</summary>
    /// <param name="cid">The correlation id of the request, which the event names.</param>
    public async Task<StatusChange> ChangeAsync(OrgId org, long id, StatusReason to, string cid)
    {
        var now = await clocks.NowAsync(org);
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        // An own status may be a final one: its rule is read under the lock of the org, which comes before that of the account.
        var present = await (await context.OfAsync(org, context.Accounts)).Where(row => row.Id == id)
            .Select(row => row.Status).SingleOrDefaultAsync();
        if (present is null)
            return StatusChange.NoAccount;
        var isKnown = await AccountStatuses.FindAsync(context, org, to.Status) is not null;
        var isFinal = await AccountStatuses.FindAsync(context, org, AccountStatus.Parse(present)) is { IsFinal: true };
        var account = await Accounts.LockAsync(context, org, id);
        if (account is null || !string.Equals(account.Status, present, StringComparison.Ordinal))
        {
            // Another change came first, or the org's book was switched.
            await transaction.RollbackAsync();
            return await ChangeAsync(org, id, to, cid);
        }
        if (!isKnown)
            return StatusChange.NoStatus;
        if (isFinal)
            return StatusChange.IsFinal;
        return await SaveAsync(context, account, to, await LastAsync(context, account), now, cid);
    }

    /// <summary>
    /// Gives an account the named status, or the one that it had before its last change. Without a last change, or when the status
    /// before it is final or gone, the account gets the normal status. This is the way out of a final status.
    /// </summary>
    public async Task<StatusChange> RollBackAsync(OrgId org, long id, RollBack asked, string cid)
    {
        var now = await clocks.NowAsync(org);
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        // Any status may be looked up below, so the org's row is locked before the account's.
        await BookSwitch.LockAsync(context, org);
        if (await Accounts.LockAsync(context, org, id) is not { } account)
            return StatusChange.NoAccount;
        var last = await LastAsync(context, account);
        var target = asked.Status ?? (last is null ? AccountStatus.Normal : AccountStatus.Parse(last.OldStatus));
        var rule = await AccountStatuses.FindAsync(context, org, target);
        if (asked.Status is not null && rule is not { IsFinal: false })
            return rule is null ? StatusChange.NoStatus : StatusChange.IsFinal;
        var isBefore = asked.Status is null && rule is { IsFinal: false };
        var to = new StatusReason(
            rule is { IsFinal: false } ? target : AccountStatus.Normal, asked.ReasonId ?? (isBefore ? last?.OldReasonId : null),
            asked.Description ?? (isBefore ? last?.OldDescription : null));
        return await SaveAsync(context, account, to, last, now, cid);
    }

    /// <summary>
    /// Records a change of an account whose row the transaction has locked. Every block of ids is taken behind the account's lock,
    /// and the transaction keeps its lock on the sequence until it ends, so the commit horizon waits for the change.
    /// </summary>
    internal static async Task RecordAsync(LedgerDbContext context, AccountRow account, StatusReason to, DateTimeOffset now, string cid)
    {
        var last = await LastAsync(context, account);
        if (StatusReason.Of(account, last).Status != to.Status)
            await InsertAsync(context, account, to, last, now, cid);
    }

    private static async Task<StatusChange> SaveAsync(
        LedgerDbContext context, AccountRow account, StatusReason to, StatusChangeRow? last, DateTimeOffset now, string cid)
    {
        if (StatusReason.Of(account, last) == to)
            return StatusChange.Done;
        await InsertAsync(context, account, to, last, now, cid);
        account.Status = to.Status.Text;
        account.Version += Accounts.Setting;
        await context.SaveChangesAsync();
        await context.Database.CommitTransactionAsync();
        return StatusChange.Done;
    }

    private static async Task InsertAsync(
        LedgerDbContext context, AccountRow account, StatusReason to, StatusChangeRow? last, DateTimeOffset now, string cid)
    {
        var from = StatusReason.Of(account, last);
        var id = await context.NextIdAsync();
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO status_changes (book, id, account_id, old_status, old_reason_id, old_description, new_status, new_reason_id, new_description,
                event_date, cid)
            VALUES ({account.Book}, {id}, {account.Id}, {from.Status.Text}, {from.ReasonId}, {from.Description},
                {to.Status.Text}, {to.ReasonId}, {to.Description}, {LedgerState.WholeMilliseconds(now)}, {cid})
            """);
    }

    private static Task<StatusChangeRow?> LastAsync(LedgerDbContext context, AccountRow account) => context.StatusChanges
        .Where(row => row.Book == account.Book && row.AccountId == account.Id).OrderByDescending(row => row.Id).FirstOrDefaultAsync();
}

/// <summary>Holds a status with the reason for it.</summary>
/// <param name="ReasonId">The client's id of the reason; null when no reason was given.</param>
/// <param name="Description">The client's words about the reason; null when none were given.</param>
public sealed record StatusReason(AccountStatus Status, long? ReasonId = null, string? Description = null)
{
    /// <summary>
    /// Makes the present status of an account. The reason is that of the last change, unless a seed has set another status since.
    /// </summary>
    internal static StatusReason Of(AccountRow account, StatusChangeRow? last) =>
        last is not null && string.Equals(last.NewStatus, account.Status, StringComparison.Ordinal)
            ? new(AccountStatus.Parse(account.Status), last.NewReasonId, last.NewDescription)
            : new(AccountStatus.Parse(account.Status));
}

/// <summary>Holds what a roll-back asks for; null leaves the choice to the account's last change.</summary>
public sealed record RollBack(AccountStatus? Status, long? ReasonId, string? Description);

/// <summary>Names the outcomes of a change of an account's status.</summary>
public enum StatusChange
{
    Done,
    NoAccount,

    /// <summary>The org has no such status.</summary>
    NoStatus,

    /// <summary>The account's status is final; of a roll-back, the status that it names is.</summary>
    IsFinal,
}
