using ForceOps.Api.Events.Webhooks;
using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox.Seed;

/// <summary>What each org begins with, at its first use and after every reset: what the seed file says of it, over the default seed.</summary>
internal sealed class Seeds
{
    /// <summary>Set once, while the service starts.</summary>
    internal SeedFile File { private get; set; } = new([]);

    /// <summary>Whether the seed file says something of the org.</summary>
    internal bool Names(OrgId org) => File.Orgs.Any(seed => seed.Org == org);

    internal OrgSeed Of(OrgId org)
    {
        var seeds = File.Orgs.Where(seed => seed.Org == org).ToList();
        // In this order they would be applied one by one: the last word on a code counts, and the first on the currency.
        var codes = DefaultSeed.Org.Codes.Concat(seeds.SelectMany(seed => seed.Codes)).GroupBy(rule => rule.Code).Select(rules => rules.Last());
        return new OrgSeed(
            new OrgTemplate(seeds.Count == 0 ? DefaultSeed.Org.Currency : seeds[0].Currency, [.. codes]),
            [.. seeds.SelectMany(seed => seed.Accounts).Select(range => (range.From, range.To, range.Change))],
            [.. seeds.SelectMany(seed => seed.Webhooks).Select(webhook => (webhook.Name, webhook.Change, WebhookSecret.Make()))]);
    }
}
