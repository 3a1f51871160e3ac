using ForceOps.Postgres.Books;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Orgs;

/// <summary>
/// Brings everything of an org back to its seed, in one transaction: whoever asks or posts meanwhile meets the org as it was or as it
/// begins. Whatever an org has besides its books, and gets in the future, is reset here.
/// </summary>
public sealed class OrgReset(IDbContextFactory<LedgerDbContext> contexts, WebhookStore webhooks, OrgClocks clocks, TimeProvider clock)
{
    /// <param name="org">Which one.</param>
    /// <param name="seed">What it has then.</param>
    /// <param name="now">Where a webhook begins that the seed names and the org does not have.</param>
    /// <returns>How many accounts the org has then.</returns>
    public async Task<long> RunAsync(OrgId org, OrgSeed seed, EventCursor now)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var before = await BookSwitch.LockAsync(context, org);
        var opened = await ResetBooksAsync(context, org, seed);
        await ResetWebhooksAsync(context, org, seed, now);
        await ResetClockAsync(context, org);
        await FaultRuleStore.RemoveAsync(context, org);
        await BookSwitch.AbandonAsync(context, before.Book);
        await transaction.CommitAsync();
        clocks.Forget(org);
        return opened;
    }

    private async Task<long> ResetBooksAsync(LedgerDbContext context, OrgId org, OrgSeed seed)
    {
        var book = await BookSwitch.OpenAsync(context, clock.GetUtcNow());
        // Nobody else sees it before the commit; the statements that follow go by the org, and so they fill the new book.
        await BookSwitch.PointAsync(context, org, book, seed.Template.Currency.Code, settledBelow: 0);
        await ProcessingCodes.InsertAsync(context, org, seed.Template.Codes);
        var opened = 0L;
        foreach (var (from, to, change) in seed.Accounts)
        {
            opened += await Accounts.OpenAsync(context, org, from, to, change, clock.GetUtcNow());
            await Accounts.SetRangeAsync(context, org, from, to, change);
        }
        return opened;
    }

    private async Task ResetWebhooksAsync(LedgerDbContext context, OrgId org, OrgSeed seed, EventCursor now)
    {
        var names = seed.Webhooks.Select(webhook => webhook.Name).ToArray();
        await context.Webhooks.Where(row => row.Org == org.Value && !names.Contains(row.Name)).ExecuteDeleteAsync();
        foreach (var (name, change, secret) in seed.Webhooks)
            await webhooks.SetAsync(context, org, name, change, secret, now);
    }

    /// <summary>The rules' version, by which postings notice, went up with the books.</summary>
    private static Task ResetClockAsync(LedgerDbContext context, OrgId org) =>
        context.Orgs.Where(row => row.Org == org.Value).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.ClockFrozenAt, (DateTimeOffset?)null).SetProperty(row => row.ClockOffset, (TimeSpan?)null));
}

/// <summary>All that an org has when it begins.</summary>
/// <param name="Template">Its currency and codes.</param>
/// <param name="Accounts">Ranges, in the order in which they are applied.</param>
/// <param name="Webhooks">Each with the secret that it gets when it is new and its change brings none.</param>
public sealed record OrgSeed(
    OrgTemplate Template,
    IReadOnlyList<(long From, long To, AccountChange Change)> Accounts,
    IReadOnlyList<(string Name, WebhookChange Change, string Secret)> Webhooks);
