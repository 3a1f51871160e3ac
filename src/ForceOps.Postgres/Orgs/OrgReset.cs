using ForceOps.Postgres.Books;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Orgs;

/// <summary>
/// Brings everything of an org back to its seed. One transaction switches all of it, to a book that was filled before: a concurrent read
/// or posting meets the org either as it was or as it begins. Everything that an org has besides its book, and gets in the future, is
/// reset here.
/// </summary>
public sealed class OrgReset(IDbContextFactory<LedgerDbContext> contexts, WebhookStore webhooks, OrgClocks clocks, TimeProvider clock)
{
    /// <param name="seed">The state that the org has after the reset.</param>
    /// <param name="now">The position at which a webhook begins that the seed names and the org does not have.</param>
    /// <returns>The number of accounts that the org has after the reset.</returns>
    public async Task<long> RunAsync(OrgId org, OrgSeed seed, EventCursor now)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var (book, opened) = await FillAsync(context, seed);
        await using var transaction = await context.Database.BeginTransactionAsync();
        var before = await BookSwitch.LockAsync(context, org);
        await BookSwitch.PointAsync(context, org, book, seed.Template.Currency.Code, settledBelow: 0);
        await ResetWebhooksAsync(context, org, seed, now);
        await ResetClockAsync(context, org);
        await FaultRuleStore.RemoveAsync(context, org);
        await BookSwitch.AbandonAsync(context, before.Book);
        await BookSwitch.AdoptAsync(context, book);
        await transaction.CommitAsync();
        clocks.Forget(org);
        return opened;
    }

    private async Task<(BookId Book, long Opened)> FillAsync(LedgerDbContext context, OrgSeed seed)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        var book = await BookSwitch.OpenAsync(context, clock.GetUtcNow());
        await ProcessingCodes.InsertAsync(context, book.Value, seed.Template.Codes);
        foreach (var rule in seed.Template.Statuses)
            await AccountStatuses.WriteAsync(context, book.Value, rule);
        var opened = 0L;
        foreach (var (from, to, change) in seed.Accounts)
        {
            opened += await Accounts.OpenAsync(context, (book.Value, seed.Template.Currency.Code), from, to, change, clock.GetUtcNow());
            await Accounts.SetRangeAsync(context, book.Value, from, to, change);
        }
        await transaction.CommitAsync();
        return (book, opened);
    }

    private async Task ResetWebhooksAsync(LedgerDbContext context, OrgId org, OrgSeed seed, EventCursor now)
    {
        var names = seed.Webhooks.Select(webhook => webhook.Name).ToArray();
        await context.Webhooks.Where(row => row.Org == org.Value && !names.Contains(row.Name)).ExecuteDeleteAsync();
        foreach (var (name, change, secret) in seed.Webhooks)
            await webhooks.SetAsync(context, org, name, change with { IsPaused = change.IsPaused ?? false }, secret, now);
    }

    /// <summary>
    /// Sets the clock back to the real one. The switch of the book has already raised the rules version, by which postings notice
    /// the change.
    /// </summary>
    private static Task ResetClockAsync(LedgerDbContext context, OrgId org) =>
        context.Orgs.Where(row => row.Org == org.Value).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.ClockFrozenAt, (DateTimeOffset?)null).SetProperty(row => row.ClockOffset, (TimeSpan?)null));
}

/// <summary>Holds everything that an org has when it begins.</summary>
/// <param name="Template">The org's currency, codes and statuses.</param>
/// <param name="Accounts">The ranges of accounts, in the order in which they are applied.</param>
/// <param name="Webhooks">The webhooks, each with the secret that it gets when it is new and its change brings none.</param>
public sealed record OrgSeed(
    OrgTemplate Template,
    IReadOnlyList<(long From, long To, AccountChange Change)> Accounts,
    IReadOnlyList<(string Name, WebhookChange Change, string Secret)> Webhooks);
