using ForceOps.Api.Access;
using ForceOps.Api.Events;
using ForceOps.Api.Events.Webhooks;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Webhooks;

namespace ForceOps.Api.Seed;

/// <summary>Holds one org of the seed file. The org's codes are added to the codes of the default seed.</summary>
internal sealed record SeedOrg(
    OrgId Org, Currency Currency, IReadOnlyList<ApiKey> Keys, IReadOnlyList<ProcessingRule> Codes, IReadOnlyList<StatusRule> Statuses,
    IReadOnlyList<SeedAccounts> Accounts, IReadOnlyList<SeedWebhook> Webhooks)
{
    internal static SeedOrg Read(SeedNode node)
    {
        var id = node["id"];
        if (!OrgId.TryParse(id.RequiredText(), out var org))
            throw id.Wrong("must be TN- and a UUID");
        var statuses = node["statuses"].Items().Select(ReadStatus).ToList();
        var seed = new SeedOrg(
            org, node["currency"].Currency() ?? Currency.Usd,
            [.. node["keys"].Items().Select(key => ReadKey(key, org))],
            [.. node["processing_codes"].Items().Select(ReadCode)],
            statuses,
            [.. node["accounts"].Items().Select(account => SeedAccounts.Read(account, statuses))],
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
        var (code, impact, description, reversal, fee) = (
            node["code"], node["balance_impact"], node["description"], node["reversal_code"], node["fee"]);
        var type = node["operation_type"].Word(CodeWords.OperationTypes);
        if (impact.Integer() is not (1 or -1 or 0))
            throw impact.Wrong("must be 1, -1 or 0");
        if (!ProcessingRule.IsDescription(description.Text()))
            throw description.Wrong("must be at most 50 characters without control characters");
        var charged = ReadFee(fee);
        fee.RefuseOthers();
        node.RefuseOthers();
        return new ProcessingRule(
            Code(code), (BalanceImpact)impact.Integer()!.Value, description.Text(), reversal.IsAbsent ? null : Code(reversal),
            FeeRule.Charging(charged.Fixed, charged.Percent, charged.Method))
        {
            OperationType = type ?? OperationType.Normal,
        };
    }

    internal static FeeRule ReadFee(SeedNode fee)
    {
        var (fixedFee, percent) = (fee["fixed"].Number() ?? 0, fee["percent"].Number() ?? 0);
        if (FeeRule.ProblemOfFixed(fixedFee) is { } wrongSum)
            throw fee["fixed"].Wrong(wrongSum);
        if (FeeRule.ProblemOfPercent(percent) is { } wrongPercent)
            throw fee["percent"].Wrong(wrongPercent);
        return new FeeRule(fixedFee, percent, fee["method"].Word(FeeWords.Methods) ?? FeeMethod.Sum);
    }

    private static StatusRule ReadStatus(SeedNode node)
    {
        var (name, allowed, isFinal) = (node["status"], node["allowed_operations"], node["is_final"]);
        if (!AccountStatus.TryParse(name.RequiredText(), out var status))
            throw name.Wrong("must be 1 to 200 capital letters or underscores");
        if (StatusRule.Predefined.ContainsKey(status))
            throw name.Wrong("is pre-defined and stays as it is");
        var rule = new StatusRule(
            status, allowed.Word(AccountWords.Allowed) ?? throw allowed.Wrong("is missing"),
            isFinal.Text() switch { null or "false" => false, "true" => true, _ => throw isFinal.Wrong("must be true or false") });
        node.RefuseOthers();
        return rule;
    }

    internal static ProcessingCode Code(SeedNode node) =>
        ProcessingCode.TryParse(node.RequiredText(), out var code) ? code : throw node.Wrong("must be 3 to 6 letters or digits");
}

/// <summary>Holds the settings of one account, or of a range of accounts with equal settings.</summary>
internal sealed record SeedAccounts(long From, long To, AccountChange Change)
{
    /// <param name="own">The statuses that the org has beside the pre-defined ones.</param>
    internal static SeedAccounts Read(SeedNode node, IReadOnlyList<StatusRule> own)
    {
        var item = node["id"];
        var (from, to) = (item.IsAbsent ? node["from"] : item, item.IsAbsent ? node["to"] : item);
        var first = from.Integer() ?? throw from.Wrong("is missing");
        var last = to.Integer() ?? throw to.Wrong("is missing");
        if (first < 1)
            throw from.Wrong("must be 1 or more");
        if (last < first)
            throw to.Wrong("must not be below from");
        var limits = node["limits"];
        var change = new AccountChange
        {
            Kind = node["kind"].Word(AccountWords.Kinds),
            Status = ReadStatus(node["status"], own),
            Processing = node["processing"].Word(AccountWords.Processings),
            Currency = node["currency"].Currency(),
            CreditLimit = node["credit_limit"].Sum(),
            Fees = node["fees"].IsAbsent ? null : ReadFees(node["fees"]),
            SetsLimits = !limits.IsAbsent,
            LimitPerOperation = limits["per_operation"].Sum(),
            LimitPerDay = limits["per_day"].Sum(),
            Profile = ReadProfile(node["profile"]),
        };
        limits.RefuseOthers();
        node.RefuseOthers();
        return new SeedAccounts(first, last, change);
    }

    private static Dictionary<ProcessingCode, FeeRule> ReadFees(SeedNode node)
    {
        var fees = new Dictionary<ProcessingCode, FeeRule>();
        foreach (var item in node.Items())
        {
            var code = item["code"];
            if (!fees.TryAdd(SeedOrg.Code(code), SeedOrg.ReadFee(item)))
                throw code.Wrong("must be named once");
            item.RefuseOthers();
        }
        return fees;
    }

    private static AccountStatus? ReadStatus(SeedNode node, IReadOnlyList<StatusRule> own)
    {
        if (node.Text() is not { } text)
            return null;
        return AccountWords.StatusOf(text) is { } status
            && (StatusRule.Predefined.ContainsKey(status) || own.Any(rule => rule.Status == status))
            ? status
            : throw node.Wrong(AccountWords.StatusRule);
    }

    private static string? ReadProfile(SeedNode node)
    {
        if (node.IsAbsent)
            return null;
        var cycle = node["current_cicle"];
        var profile = new AccountProfile
        {
            AcquisitionId = node["acquisition_id"].Text(),
            DocumentNumber = node["document_number"].Text(),
            EntityType = node["entity_type"].Text(),
            Name = node["name"].Text(),
            Email = node["email"].Text(),
            ProgramName = node["program_name"].Text(),
            ProgramType = node["program_type"].Text(),
            CollectionsStatus = node["collections_status"].Text(),
            OpenDueDate = node["open_due_date"].Text(),
            CurrentCicle = cycle.Integer() is not { } number ? null : (int?)Math.Clamp(number, -1, int.MaxValue),
        };
        node.RefuseOthers();
        return profile.Problem() is var (member, why) ? throw node[member].Wrong(why) : profile.ToStored();
    }
}

/// <summary>Holds a webhook of an org, checked by the rules of <c>PUT /sandbox/webhooks/{name}</c>.</summary>
internal sealed record SeedWebhook(string Name, WebhookChange Change)
{
    internal static SeedWebhook Read(SeedNode node)
    {
        var (name, url, types, secret) = (node["name"], node["url"], node["types"], node["secret"]);
        if (!WebhookRequest.IsName(name.RequiredText()))
            throw name.Wrong("must be 1 to 64 letters, digits, - or _");
        if (WebhookUrl.Parse(url.RequiredText(), out var wrong) is null)
            throw url.Wrong(wrong!);
        foreach (var type in types.Items())
        {
            if (!EventTypes.AreKnown([type.RequiredText()]))
                throw type.Wrong($"must be among {string.Join(", ", EventTypes.Words)}");
        }
        var key = secret.Text() is { } text ? WebhookSecret.Read(text) ?? throw secret.Wrong(WebhookRequest.SecretForm) : null;
        node.RefuseOthers();
        var wanted = types.Items().Select(type => type.RequiredText()).Distinct(StringComparer.Ordinal);
        return new SeedWebhook(name.RequiredText(), new WebhookChange(url.RequiredText(), string.Join(' ', wanted), key));
    }
}

/// <summary>Holds the words that bodies and seed files may use for how the two parts of a fee make one.</summary>
internal static class FeeWords
{
    internal static readonly EnumNames<FeeMethod> Methods = new(ColumnText.Of);
}

/// <summary>Holds the words that bodies and seed files may use for what a processing code is for.</summary>
internal static class CodeWords
{
    internal static readonly EnumNames<OperationType> OperationTypes = new(ColumnText.Of);
}
