using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using ForceOps.Api.Http;

namespace ForceOps.Api.Faults;

/// <summary>Names a fault that an org wants (<paramref name="Effect"/>) and when it strikes (<paramref name="Match"/>).</summary>
internal sealed record FaultRule(string Name, FaultMatch Match, FaultEffect Effect);

/// <summary>Describes what a fault does.</summary>
internal sealed record FaultEffect
{
    /// <summary>The status of an answer that is sent instead of doing anything.</summary>
    public int? Status { get; init; }

    /// <summary>The body of the answer with <see cref="Status"/>; null: the answer has the dialect's own text.</summary>
    public string? Body { get; init; }

    public string? ContentType { get; init; }
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The time to wait before anything else is done.</summary>
    public DurationRange? Latency { get; init; }

    /// <summary>The time after which an operation is posted that is accepted now.</summary>
    public TimeSpan? Delay { get; init; }

    public FaultDrop? Drop { get; init; }
    public AnswerFault? Answer { get; init; }
    public AcquirerAnswer? Acquirer { get; init; }
    public WebhookFault? Webhooks { get; init; }
}

/// <summary>Selects the requests, or the operations whose events, a rule applies to. A null member accepts any value.</summary>
internal sealed record FaultMatch
{
    /// <summary>A route's pattern, or the beginning of a path with <see cref="AnyRest"/> behind it.</summary>
    public string? Route { get; init; }

    public string? Method { get; init; }
    public long? Account { get; init; }
    public string? TrackingIdPrefix { get; init; }
    public decimal? AmountFrom { get; init; }
    public decimal? AmountTo { get; init; }

    /// <summary>The rule strikes only the n-th request that matches all members above.</summary>
    public long? Nth { get; init; }

    /// <summary>The rule strikes only every n-th request that matches all members above.</summary>
    public long? Every { get; init; }

    public double? Probability { get; init; }
    public long Seed { get; init; }

    /// <summary>The rule strikes at most this many times.</summary>
    public long Times { get; init; } = long.MaxValue;

    internal const char AnyRest = '*';

    /// <summary>True when the rule needs facts from the request's body.</summary>
    internal bool AsksForFacts => Account is not null || TrackingIdPrefix is not null || AmountFrom is not null || AmountTo is not null;

    /// <param name="pattern">The pattern of the request's route; null when no route has the path.</param>
    /// <param name="request">The request whose path and method are compared.</param>
    internal bool IsOnRoute(string? pattern, HttpRequest request)
    {
        if (Method is not null && !string.Equals(Method, request.Method, StringComparison.OrdinalIgnoreCase))
            return false;
        if (Route is null)
            return true;
        return Route[^1] == AnyRest
            ? request.Path.Value is { } path
                && path.AsSpan().StartsWith(Route.AsSpan(0, Route.Length - 1), StringComparison.OrdinalIgnoreCase)
            : string.Equals(Route, pattern, StringComparison.OrdinalIgnoreCase);
    }

    internal bool Holds(RequestSubject facts) =>
        (Account is not { } account || facts.Accounts.Contains(account))
        && (TrackingIdPrefix is not { } prefix || facts.TrackingIds.Any(id => id.StartsWith(prefix, StringComparison.Ordinal)))
        && (AmountFrom is not { } from || facts.Amount >= from)
        && (AmountTo is not { } to || facts.Amount <= to);

    /// <param name="count">The number of requests that matched so far, this one included.</param>
    internal bool Strikes(long count) =>
        (Nth is not { } nth || count == nth)
        && (Every is not { } every || count % every == 0)
        && (Probability is not { } probability || FaultChance.Of(Seed, count, FaultChance.Question.Strike) < probability);
}

/// <summary>Says when the connection ends without an answer.</summary>
internal enum FaultDrop
{
    /// <summary>The connection ends before anything is done.</summary>
    BeforeCommit,

    /// <summary>The request is processed as usual, and what it posts is committed; then the connection ends.</summary>
    AfterCommit,

    /// <summary>
    /// Nothing is done, and every connection ends on which the org has sent a request since the rule is known: a router that restarts.
    /// </summary>
    AllConnections,
}

/// <summary>Says what becomes of the answer after the request was processed as usual, and what it posts was committed.</summary>
internal enum AnswerFault
{
    /// <summary>The connection ends in the middle of the body.</summary>
    Cut,

    /// <summary>A gateway's page in HTML, with the status 502, comes in place of the answer.</summary>
    GatewayPage,

    /// <summary>The answer says that it is HTML.</summary>
    WrongType,
}

/// <summary>Says what goes wrong with the delivery of an operation's events. Each event still arrives at least once.</summary>
internal enum WebhookFault
{
    /// <summary>The webhook receives each event twice.</summary>
    Duplicate,

    /// <summary>The webhook receives the operation's events after the next event of the account.</summary>
    Reorder,

    /// <summary>Before each event the webhook receives it with a byte more than was signed.</summary>
    Tampered,

    /// <summary>Before each event the webhook receives it with a signature that is right and an hour old.</summary>
    Stale,

    /// <summary>Before each event the webhook receives one of a type that no document names.</summary>
    UnknownType,
}

/// <summary>Holds a duration, or a range of durations: <c>200ms</c>, <c>2s</c>, <c>100ms-1s</c>. The units are ms, s, m and h.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct DurationRange(TimeSpan Min, TimeSpan Max)
{
    internal static bool TryParse(string text, out DurationRange range)
    {
        range = default;
        if (Pattern().Match(text) is not { Success: true } match)
            return false;
        var min = Of(match.Groups["number"].Value, match.Groups["unit"].Value);
        var max = match.Groups["top"].Success ? Of(match.Groups["top"].Value, match.Groups["topunit"].Value) : min;
        range = new DurationRange(min, max);
        return min <= max;
    }

    internal bool IsFixed => Min == Max;

    /// <param name="part">The position in the range, from 0 to 1.</param>
    internal TimeSpan At(double part) => Min + ((Max - Min) * part);

    private static TimeSpan Of(string number, string unit) => long.Parse(number, CultureInfo.InvariantCulture) * (unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromHours(1),
    });

    // A number has at most six digits, since a million hours still fit into a TimeSpan.
    [GeneratedRegex(
        @"^(?<number>[0-9]{1,6})(?<unit>ms|s|m|h)(-(?<top>[0-9]{1,6})(?<topunit>ms|s|m|h))?\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

/// <summary>Parses the words of rules and header that stand for enum values. Each method returns null for an unknown word.</summary>
internal static class FaultNames
{
    internal static FaultDrop? Drop(string word) => word switch
    {
        "before_commit" => FaultDrop.BeforeCommit,
        "after_commit" => FaultDrop.AfterCommit,
        "all_connections" => FaultDrop.AllConnections,
        _ => null,
    };

    internal static AcquirerAnswer? Acquirer(string word) => word switch
    {
        "approved" => AcquirerAnswer.Approved,
        "declined" => AcquirerAnswer.Declined,
        "timed_out" => AcquirerAnswer.TimedOut,
        _ => null,
    };

    internal static AnswerFault? Answer(string word) => word switch
    {
        "cut" => AnswerFault.Cut,
        "gateway_page" => AnswerFault.GatewayPage,
        "wrong_type" => AnswerFault.WrongType,
        _ => null,
    };

    internal static WebhookFault? Webhooks(string word) => word switch
    {
        "duplicate" => WebhookFault.Duplicate,
        "reorder" => WebhookFault.Reorder,
        "tampered" => WebhookFault.Tampered,
        "stale" => WebhookFault.Stale,
        "unknown_type" => WebhookFault.UnknownType,
        _ => null,
    };
}
