using ForceOps.Api.Access;
using ForceOps.Api.Faults;
using ForceOps.Api.Findings;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Delayed;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Webhooks;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.WebConsole;

/// <summary>
/// Finds the services that the pages read through, which are those of the sandbox routes. They are resolved when a page asks: before
/// the start is complete there is no database to make them with.
/// </summary>
internal sealed class ConsoleReads(IServiceProvider services, IOptions<ForceOpsOptions> options)
{
    /// <summary>The most orgs that the switch offers; any other one can be typed.</summary>
    private const int OrgsShown = 50;

    internal Accounts Accounts => services.GetRequiredService<Accounts>();

    internal Postings Postings => services.GetRequiredService<Postings>();

    internal AccountsAt AccountsAt => services.GetRequiredService<AccountsAt>();

    internal RequestJournal Journal => services.GetRequiredService<RequestJournal>();

    internal FindingsObserver Findings => services.GetRequiredService<FindingsObserver>();

    internal LedgerEvents Events => services.GetRequiredService<LedgerEvents>();

    internal OrgClocks Clocks => services.GetRequiredService<OrgClocks>();

    internal Snapshots Snapshots => services.GetRequiredService<Snapshots>();

    internal DelayedOperationStore Delayed => services.GetRequiredService<DelayedOperationStore>();

    internal WebhookStore Webhooks => services.GetRequiredService<WebhookStore>();

    internal LedgerCheck Check => services.GetRequiredService<LedgerCheck>();

    internal AccountStatuses Statuses => services.GetRequiredService<AccountStatuses>();

    internal bool IsStrict => options.Value.Mode == ForceOpsMode.Strict;

    internal async Task<IReadOnlyList<OrgId>> OrgsAsync() =>
        await services.GetRequiredService<OrgRegistry>().ListAsync(after: null, OrgsShown);

    /// <summary>Reads beside the page's own thread, and gives up when the database has become silent.</summary>
    /// <exception cref="DatabaseSilentException">The database has become silent.</exception>
    internal Task<T> BoundAsync<T>(Func<Task<T>> read) => services.GetRequiredService<LedgerPulse>().BoundAsync(PoolThreads.RunAsync(read));

    /// <summary>Returns true when the org exists; open mode makes it, as it does for a request.</summary>
    internal async Task<bool> ExistsAsync(OrgId org)
    {
        var orgs = services.GetRequiredService<OrgRegistry>();
        if (IsStrict)
            return await orgs.ExistsAsync(org);
        await orgs.EnsureAsync(org, DefaultSeed.Org);
        return true;
    }

    /// <summary>Finds the moment of the books at a time, that time included.</summary>
    internal Task<BookMoment> MomentAsync(OrgId org, DateTimeOffset time, DateTimeOffset now) =>
        services.GetRequiredService<BookMoments>().AtAsync(org, time, now, options.Value.Events.Patience);

    /// <summary>Reads the newest events, newest first: those of the newest operations, and of what has ids between them.</summary>
    internal async Task<IReadOnlyList<LedgerEvent>> NewestEventsAsync(OrgId org, int operations, IReadOnlySet<EventKind> kinds)
    {
        var below = await services.GetRequiredService<CommitHorizon>().ReadAsync(options.Value.Events.Patience);
        var newest = await Postings.NewestAsync(org, long.MaxValue, operations);
        var after = newest.Count < operations ? default : EventCursor.Before(newest[^1].Id);
        var page = await Events.ReadAsync(org, after, below, operations + 1, kinds);
        return [.. page.Events.Reverse().Take(operations * 2)];
    }

    /// <summary>Reads the fault rules with their counts.</summary>
    internal Task<IReadOnlyList<FaultRuleView>> FaultsAsync(OrgId org) =>
        FaultsApi.ViewsAsync(org, services.GetRequiredService<FaultRuleStore>(), services.GetRequiredService<FaultRules>());

    /// <summary>Reads the events of one authorization.</summary>
    internal async Task<IReadOnlyList<LedgerEvent>> EventsOfAsync(OrgId org, AuthorizationRow row, IReadOnlySet<EventKind> kinds) =>
        (await Events.ReadAsync(org, EventCursor.Before(row.Id), row.Id + 1, 1, kinds)).Events;
}

/// <summary>Makes the addresses of pages. An address names its org, so that it means the same to whoever gets it.</summary>
internal static class OrgLinks
{
    internal static string To(string path, OrgId org) =>
        org == OrgId.Default ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}org={org}";

    /// <summary>Returns the org in an address; null when it names none.</summary>
    internal static OrgId? OrgOf(string address) =>
        QueryHelpers.ParseQuery(new Uri(address).Query).TryGetValue("org", out var text) && OrgId.TryParse(text.ToString(), out var org)
            ? org
            : null;
}
