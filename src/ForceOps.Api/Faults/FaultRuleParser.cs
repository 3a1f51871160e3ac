using System.Globalization;
using System.Text.Json;

namespace ForceOps.Api.Faults;

/// <summary>
/// Parses the body of a rule: its words and the form of its values. <see cref="FaultLimits"/> checks that the rule makes sense
/// and keeps the limits.
/// </summary>
internal static class FaultRuleParser
{
    internal static (FaultRule? Rule, FaultFinding? Wrong) Read(string name, FaultRuleRequest body)
    {
        if (MatchError(body.Match) is { } wrongMatch)
            return (null, wrongMatch);
        if (body.Effect is not { } wanted)
            return (null, new("effect", "is needed"));
        var (effect, wrong) = ReadEffect(wanted);
        return effect is null ? (null, wrong) : (new FaultRule(name, ReadMatch(body.Match), effect), null);
    }

    private static FaultFinding? MatchError(FaultMatchRequest? match) => match switch
    {
        null => null,
        { Route: { } route } when route.Length == 0 || route[0] != '/' => new("match.route", "must begin with /"),
        { Method: { } method } when method.Length == 0 || !method.All(char.IsAsciiLetter) => new("match.method", "must be an HTTP method"),
        { Account: < 1 } => new("match.account", "must be 1 or more"),
        { TrackingIdPrefix: { } prefix } when CodePoints.Count(prefix) is 0 or > TrackingId.LengthMax =>
            new("match.tracking_id_prefix", $"must be 1 to {TrackingId.LengthMax} characters"),
        { Amount: not null, AmountFrom: not null } or { Amount: not null, AmountTo: not null } => new(
            "match.amount", "does not go with amount_from and amount_to"),
        { AmountFrom: { } from, AmountTo: { } to } when from > to => new("match.amount_to", "must be amount_from or more"),
        { Nth: < 1 } => new("match.nth", "must be 1 or more"),
        { Every: < 1 } => new("match.every", "must be 1 or more"),
        { Nth: not null, Every: not null } => new("match.nth", "does not go with every"),
        { Probability: <= 0 or > 1 } => new("match.probability", "must be above 0 and at most 1"),
        { Times: < 1 } => new("match.times", "must be 1 or more"),
        _ => null,
    };

    private static FaultMatch ReadMatch(FaultMatchRequest? match) => match is null ? new FaultMatch() : new FaultMatch
    {
        Route = match.Route,
        Method = match.Method,
        Account = match.Account,
        TrackingIdPrefix = match.TrackingIdPrefix,
        AmountFrom = match.Amount ?? match.AmountFrom,
        AmountTo = match.Amount ?? match.AmountTo,
        Nth = match.Nth,
        Every = match.Every,
        Probability = (double?)match.Probability,
        Seed = match.Seed ?? 0,
        Times = match.Times ?? long.MaxValue,
    };

    private static (FaultEffect? Effect, FaultFinding? Wrong) ReadEffect(FaultEffectRequest body)
    {
        DurationRange? latency = null;
        if (body.Latency is { } late)
        {
            if (!DurationRange.TryParse(late, out var range))
                return (null, new("effect.latency", "must be a time like 200ms, or two with - between them"));
            latency = range;
        }
        TimeSpan? delay = null;
        if (body.Delay is { } later)
        {
            if (!DurationRange.TryParse(later, out var range) || !range.IsFixed)
                return (null, new("effect.delay", "must be a time like 2s"));
            delay = range.Min;
        }
        var drop = body.Drop is null ? null : FaultNames.Drop(body.Drop);
        if (body.Drop is not null && drop is null)
            return (null, new("effect.drop", "must be before_commit, after_commit or all_connections"));
        var answer = body.Answer is null ? null : FaultNames.Answer(body.Answer);
        if (body.Answer is not null && answer is null)
            return (null, new("effect.answer", "must be cut, gateway_page or wrong_type"));
        var acquirer = body.Acquirer is null ? null : FaultNames.Acquirer(body.Acquirer);
        if (body.Acquirer is not null && acquirer is null)
            return (null, new("effect.acquirer", "must be approved, declined or timed_out"));
        var webhooks = body.Webhooks is null ? null : FaultNames.Webhooks(body.Webhooks);
        if (body.Webhooks is not null && webhooks is null)
            return (null, new("effect.webhooks", "must be duplicate, reorder, tampered, stale or unknown_type"));
        // A dictionary that was read from JSON may hold null values, and names that differ only in case.
        var headers = body.Headers?.ToList() ?? [];
        if (headers.Exists(header => header.Value is null)
            || headers.DistinctBy(header => header.Key, StringComparer.OrdinalIgnoreCase).Count() < headers.Count)
            return (null, new("effect.headers", "must be texts, each name once"));
        if (body.Body is { } given && !IsText(given))
            return (null, new("effect.body", "must not hold half of a surrogate pair"));
        var isText = body.Body is { ValueKind: JsonValueKind.String };
        return (new FaultEffect
        {
            Status = body.Status,
            Body = isText ? body.Body!.Value.GetString() : body.Body?.GetRawText(),
            ContentType = body.Body is null ? null : isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8",
            Headers = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase),
            Latency = latency,
            Delay = delay,
            Drop = drop,
            Answer = answer,
            Acquirer = acquirer,
            Webhooks = webhooks,
        }, null);
    }

    /// <summary>
    /// Returns false for a value that holds half of a surrogate pair. Such a value is valid JSON but not a text, and reading it
    /// throws.
    /// </summary>
    private static bool IsText(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.String => json.GetString() is not null,
                JsonValueKind.Array => json.EnumerateArray().All(IsText),
                JsonValueKind.Object => json.EnumerateObject().All(member => member.Name is not null && IsText(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>Describes an error in a rule or in a header.</summary>
/// <param name="Field">For a rule, the member of the body, such as effect.status; for a header, the name of the header.</param>
/// <param name="Message">The rest of a sentence that begins with the field's name.</param>
internal sealed record FaultFinding(string Field, string Message);

/// <summary>
/// Parses <c>x-forceops-fault</c>, the header that names a fault for one request alone. Its items are separated by commas:
/// <c>status=503</c>, <c>latency=200ms</c> or <c>latency=100ms-2s</c>, <c>delay=2s</c>, <c>drop</c>, <c>commit-and-drop</c>,
/// <c>answer=cut</c>, <c>acquirer=declined</c>.
/// </summary>
internal static class FaultHeader
{
    internal const string Name = "x-forceops-fault";

    private const string Effect = "effect.";

    /// <summary>Turns the error of a rule's body into an error of the header: the item's name stands before the message.</summary>
    internal static FaultFinding? ItemOf(FaultFinding? ofRule) =>
        ofRule is null ? null : new(Name, $"{ofRule.Field.Replace(Effect, "", StringComparison.Ordinal)} {ofRule.Message}");

    internal static (FaultEffect? Effect, FaultFinding? Wrong) Read(string text)
    {
        var effect = new FaultEffect();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = item.Split('=', 2, StringSplitOptions.TrimEntries);
            var (word, value) = (parts[0], parts.Length == 2 ? parts[1] : null);
            var next = (word, value) switch
            {
                ("status", { } sent) when int.TryParse(
                    sent, NumberStyles.None, CultureInfo.InvariantCulture, out var status) => effect with { Status = status },
                ("latency", { } sent) when DurationRange.TryParse(sent, out var latency) => effect with { Latency = latency },
                ("delay", { } sent) when DurationRange.TryParse(sent, out var delay) && delay.IsFixed => effect with { Delay = delay.Min },
                ("acquirer", { } sent) when FaultNames.Acquirer(sent) is { } acquirer => effect with { Acquirer = acquirer },
                ("drop", null) => effect with { Drop = FaultDrop.BeforeCommit },
                ("commit-and-drop", null) => effect with { Drop = FaultDrop.AfterCommit },
                ("answer", { } sent) when FaultNames.Answer(sent) is { } answer => effect with { Answer = answer },
                _ => null,
            };
            if (next is null || !seen.Add(word is "commit-and-drop" ? "drop" : word))
                return (null, new(Name, "must hold status=503, latency=200ms, delay=2s, drop, commit-and-drop, answer=cut or acquirer=declined, each once, with commas between them"));
            effect = next;
        }
        return (effect, null);
    }
}
