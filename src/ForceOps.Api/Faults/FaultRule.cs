using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using ForceOps.Api.Http;

namespace ForceOps.Api.Faults;

/// <summary>Something that an org wants to go wrong, and when.</summary>
internal sealed record FaultRule(string Name, FaultMatch Match, FaultEffect Effect);

/// <summary>What goes wrong.</summary>
internal sealed record FaultEffect
{
    /// <summary>Answered instead of doing anything.</summary>
    public int? Status { get; init; }

    /// <summary>With <see cref="Status"/>; null: the dialect's own words.</summary>
    public string? Body { get; init; }

    public string? ContentType { get; init; }
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Before anything else is done.</summary>
    public DurationRange? Latency { get; init; }

    /// <summary>Accepted now, posted so much later.</summary>
    public TimeSpan? Delay { get; init; }

    public FaultDrop? Drop { get; init; }
    public AcquirerAnswer? Acquirer { get; init; }
    public WebhookFault? Webhooks { get; init; }
}

/// <summary>Which requests, or which operations' events, a rule is about. Null: any.</summary>
internal sealed record FaultMatch
{
    /// <summary>A route's pattern, or the beginning of a path with <see cref="AnyRest"/> behind it.</summary>
    public string? Route { get; init; }

    public string? Method { get; init; }
    public long? Account { get; init; }
    public string? TrackingIdPrefix { get; init; }
    public decimal? AmountFrom { get; init; }
    public decimal? AmountTo { get; init; }

    /// <summary>Only the n-th that all the above holds for.</summary>
    public long? Nth { get; init; }

    /// <summary>Only every n-th.</summary>
    public long? Every { get; init; }

    public double? Probability { get; init; }
    public long Seed { get; init; }

    /// <summary>Strikes at most so often.</summary>
    public long Times { get; init; } = long.MaxValue;

    internal const char AnyRest = '*';

    /// <summary>Whether the body must be looked at.</summary>
    internal bool AsksForFacts => Account is not null || TrackingIdPrefix is not null || AmountFrom is not null || AmountTo is not null;

    /// <param name="pattern">Of the request's route, if it has one.</param>
    /// <param name="request">For its path and method.</param>
    internal bool IsOnRoute(string? pattern, HttpRequest request)
    {
        if (Method is not null && !string.Equals(Method, request.Method, StringComparison.OrdinalIgnoreCase))
            return false;
        if (Route is null)
            return true;
        return Route[^1] == AnyRest
            ? request.Path.Value is { } path && path.AsSpan().StartsWith(Route.AsSpan(0, Route.Length - 1), StringComparison.OrdinalIgnoreCase)
            : string.Equals(Route, pattern, StringComparison.OrdinalIgnoreCase);
    }

    internal bool Holds(RequestSubject facts) =>
        (Account is not { } account || facts.Accounts.Contains(account))
        && (TrackingIdPrefix is not { } prefix || facts.TrackingIds.Any(id => id.StartsWith(prefix, StringComparison.Ordinal)))
        && (AmountFrom is not { } from || facts.Amount >= from)
        && (AmountTo is not { } to || facts.Amount <= to);

    /// <param name="count">How many requests matched so far, this one among them.</param>
    internal bool Strikes(long count) =>
        (Nth is not { } nth || count == nth)
        && (Every is not { } every || count % every == 0)
        && (Probability is not { } probability || FaultChance.Of(Seed, count, FaultChance.Question.Strike) < probability);
}

/// <summary>When the connection ends without an answer.</summary>
internal enum FaultDrop
{
    /// <summary>Nothing is done.</summary>
    BeforeCommit,

    /// <summary>The request is processed as ever, and what it posts is committed.</summary>
    AfterCommit,
}

/// <summary>What goes wrong with the delivery of an operation's events. Each still arrives at least once.</summary>
internal enum WebhookFault
{
    /// <summary>Each event comes twice.</summary>
    Duplicate,

    /// <summary>Its events come after the next event of the account.</summary>
    Reorder,
}

/// <summary>A time, or any time between two: <c>200ms</c>, <c>2s</c>, <c>100ms-1s</c>; the units are ms, s, m and h.</summary>
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

    /// <param name="part">From 0 to 1.</param>
    internal TimeSpan At(double part) => Min + ((Max - Min) * part);

    private static TimeSpan Of(string number, string unit) => long.Parse(number, CultureInfo.InvariantCulture) * (unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromHours(1),
    });

    // Six digits: a million hours still fit into a TimeSpan.
    [GeneratedRegex(
        @"^(?<number>[0-9]{1,6})(?<unit>ms|s|m|h)(-(?<top>[0-9]{1,6})(?<topunit>ms|s|m|h))?\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

/// <summary>The words of rules and header for closed sets. Null: no such word.</summary>
internal static class FaultNames
{
    internal static FaultDrop? Drop(string word) => word switch
    {
        "before_commit" => FaultDrop.BeforeCommit,
        "after_commit" => FaultDrop.AfterCommit,
        _ => null,
    };

    internal static AcquirerAnswer? Acquirer(string word) => word switch
    {
        "approved" => AcquirerAnswer.Approved,
        "declined" => AcquirerAnswer.Declined,
        "timed_out" => AcquirerAnswer.TimedOut,
        _ => null,
    };

    internal static WebhookFault? Webhooks(string word) => word switch
    {
        "duplicate" => WebhookFault.Duplicate,
        "reorder" => WebhookFault.Reorder,
        _ => null,
    };
}
