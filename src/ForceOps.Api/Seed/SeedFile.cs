using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Webhooks;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ForceOps.Api.Seed;

/// <summary>What a seed file says, read as a whole before anything is applied: a wrong file changes nothing.</summary>
internal sealed record SeedFile(IReadOnlyList<SeedOrg> Orgs)
{
    /// <exception cref="SeedFileException">The file is missing, no YAML or JSON, or a value in it is wrong.</exception>
    internal static SeedFile Read(string file)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(file);
            stream.Load(reader);
        }
        catch (YamlException error)
        {
            throw new SeedFileException(file, $"line {error.Start.Line}", "is neither YAML nor JSON: " + error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SeedFileException(file, "the file", "cannot be read: " + error.Message);
        }
        var root = new SeedNode(file, "", stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode);
        var orgs = root["orgs"].Items().Select(SeedOrg.Read).ToList();
        root.RefuseOthers();
        return new SeedFile(orgs);
    }

    /// <summary>Brings the ledger to what the file says. Applying it twice changes nothing more.</summary>
    internal async Task ApplyAsync(
        OrgRegistry orgs, ProcessingCodes codes, Accounts accounts, WebhookStore webhooks, EventCursor now, ApiKeys keys)
    {
        foreach (var seed in Orgs)
        {
            await orgs.EnsureAsync(seed.Org, DefaultSeed.Org with { Currency = seed.Currency });
            foreach (var rule in seed.Codes)
                await codes.SetAsync(seed.Org, rule);
            foreach (var range in seed.Accounts)
            {
                await accounts.OpenRangeAsync(seed.Org, range.From, range.To, range.Change);
                await accounts.SetRangeAsync(seed.Org, range.From, range.To, range.Change);
            }
            // A new one is told of what happens from now on; one that is there goes on where it was.
            foreach (var webhook in seed.Webhooks)
                await webhooks.SetAsync(seed.Org, webhook.Name, webhook.Change, WebhookSecret.Make(), now);
            foreach (var key in seed.Keys)
                keys.Add(key);
        }
    }
}

/// <summary>A seed file that cannot be applied: says where the wrong value is, and the service does not start.</summary>
internal sealed class SeedFileException(string file, string path, string problem) : Exception($"seed file {file}: {path} {problem}");

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
