using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Webhooks;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ForceOps.Api.Seed;

/// <summary>
/// Holds the content of a seed file. The whole file is read before anything is applied, so that a wrong file changes nothing.
/// </summary>
internal sealed record SeedFile(IReadOnlyList<SeedOrg> Orgs)
{
    /// <exception cref="SeedFileException">The file is missing, is neither YAML nor JSON, or has a wrong value.</exception>
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

    /// <summary>Brings the ledger to the state that the file describes. A second application changes nothing more.</summary>
    internal async Task ApplyAsync(
        OrgRegistry orgs, ProcessingCodes codes, AccountStatuses statuses, Accounts accounts, WebhookStore webhooks, EventCursor now,
        ApiKeys keys)
    {
        foreach (var seed in Orgs)
        {
            await orgs.EnsureAsync(seed.Org, DefaultSeed.Org with { Currency = seed.Currency });
            foreach (var rule in seed.Codes)
                await codes.SetAsync(seed.Org, rule);
            foreach (var rule in seed.Statuses)
                await statuses.SetAsync(seed.Org, rule);
            foreach (var range in seed.Accounts)
            {
                await accounts.OpenRangeAsync(seed.Org, range.From, range.To, range.Change);
                await accounts.SetRangeAsync(seed.Org, range.From, range.To, range.Change);
            }
            // A new webhook receives the events from now on; an existing webhook continues at its own position.
            foreach (var webhook in seed.Webhooks)
                await webhooks.SetAsync(seed.Org, webhook.Name, webhook.Change, WebhookSecret.Make(), now);
            foreach (var key in seed.Keys)
                keys.Add(key);
        }
    }
}

/// <summary>
/// Reports a seed file that cannot be applied: the message says where the wrong value is, and the service does not start.
/// </summary>
internal sealed class SeedFileException(string file, string path, string problem) : Exception($"seed file {file}: {path} {problem}");

/// <summary>
/// Holds the data with which each org begins, at its first use and after every reset: the entries of the seed file for the org,
/// on top of the default seed.
/// </summary>
internal sealed class Seeds
{
    /// <summary>The seed file; it is set once, while the service starts.</summary>
    internal SeedFile File { private get; set; } = new([]);

    /// <summary>Checks whether the seed file has an entry for the org.</summary>
    internal bool Names(OrgId org) => File.Orgs.Any(seed => seed.Org == org);

    internal OrgSeed Of(OrgId org)
    {
        var seeds = File.Orgs.Where(seed => seed.Org == org).ToList();
        // The entries count as if they were applied one by one in this order: the last rule of a code counts, and the first currency.
        var codes = DefaultSeed.Org.Codes.Concat(
            seeds.SelectMany(seed => seed.Codes)).GroupBy(rule => rule.Code).Select(rules => rules.Last());
        return new OrgSeed(
            new OrgTemplate(seeds.Count == 0 ? DefaultSeed.Org.Currency : seeds[0].Currency, [.. codes])
            {
                Statuses = [.. seeds.SelectMany(seed => seed.Statuses)],
            },
            [.. seeds.SelectMany(seed => seed.Accounts).Select(range => (range.From, range.To, range.Change))],
            [.. seeds.SelectMany(seed => seed.Webhooks).Select(webhook => (webhook.Name, webhook.Change, WebhookSecret.Make()))]);
    }
}
