using ForceOps.Api.Hosting;

namespace ForceOps.Api.Sandbox.Seed;

/// <summary>One org of the seed file. Codes come on top of the default seed's.</summary>
internal sealed record SeedOrg(
    OrgId Org, Currency Currency, IReadOnlyList<ApiKey> Keys, IReadOnlyList<ProcessingRule> Codes, IReadOnlyList<SeedAccounts> Accounts,
    IReadOnlyList<SeedWebhook> Webhooks)
{
    internal static SeedOrg Read(SeedNode node)
    {
        var id = node["id"];
        if (!OrgId.TryParse(id.RequiredText(), out var org))
            throw id.Wrong("must be TN- and a UUID");
        var seed = new SeedOrg(
            org, node["currency"].Currency() ?? Currency.Usd,
            [.. node["keys"].Items().Select(key => ReadKey(key, org))],
            [.. node["processing_codes"].Items().Select(ReadCode)],
            [.. node["accounts"].Items().Select(SeedAccounts.Read)],
            [.. node["webhooks"].Items().Select(SeedWebhook.Read)]);
        node.RefuseOthers();
        return seed;
    }

    private static ApiKey ReadKey(SeedNode node, OrgId org)
    {
        var key = new ApiKey(node["server_key"].RequiredText(), node["server_secret"].RequiredText(), org);
        node.RefuseOthers();
        return key;
    }

    private static ProcessingRule ReadCode(SeedNode node)
    {
        var (code, impact, description, reversal, fee) = (node["code"], node["balance_impact"], node["description"], node["reversal_code"], node["fee"]);
        if (impact.Integer() is not (1 or -1 or 0))
            throw impact.Wrong("must be 1, -1 or 0");
        if (!ProcessingRule.IsDescription(description.Text()))
            throw description.Wrong("must be at most 50 characters without control characters");
        var (fixedFee, percent) = (fee["fixed"].Sum() ?? 0, fee["percent"].Sum() ?? 0);
        if (percent >= FeeRule.PercentLimit)
            throw fee["percent"].Wrong($"must be below {FeeRule.PercentLimit:0}");
        fee.RefuseOthers();
        node.RefuseOthers();
        return new ProcessingRule(
            Code(code), (BalanceImpact)impact.Integer()!.Value, description.Text(), reversal.IsAbsent ? null : Code(reversal),
            FeeRule.Charging(fixedFee, percent));
    }

    private static ProcessingCode Code(SeedNode node) =>
        ProcessingCode.TryParse(node.RequiredText(), out var code) ? code : throw node.Wrong("must be 3 to 6 letters or digits");
}
