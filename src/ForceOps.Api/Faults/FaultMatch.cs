using ForceOps.Api.Hosting;

namespace ForceOps.Api.Faults;

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

    internal bool Holds(RequestFacts facts) =>
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
