namespace ForceOps.Findings;

/// <summary>Says how much a finding costs in production: money, an outage or work, or only effort.</summary>
public enum Severity
{
    /// <summary>It costs effort, or will be an error in strict mode.</summary>
    Low,

    /// <summary>It makes outages longer, or leaves work for people.</summary>
    Medium,

    /// <summary>Money is moved twice, or not at all.</summary>
    High,
}

/// <summary>Holds what is wrong with a client, as far as it was observed.</summary>
/// <param name="Id">The rule, and what it is about: <c>double-post.force</c>. A later evaluation gives the same finding the same id.</param>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Severity">How much it costs.</param>
/// <param name="Title">What the client did.</param>
/// <param name="Why">What it costs in production, in one sentence.</param>
/// <param name="Evidence">The story of the latest time, the earliest first.</param>
/// <param name="Seen">How often it was observed.</param>
/// <param name="Fix">What repairs it, in one sentence.</param>
/// <param name="Docs">Where the documentation explains it.</param>
public sealed record Finding(
    string Id, string Rule, Severity Severity, string Title, string Why, IReadOnlyList<Evidence> Evidence, long Seen, string Fix,
    string Docs);

/// <summary>Holds one thing that happened, as a part of a finding's story.</summary>
/// <param name="RequestId">The id of the request in the request journal; null for a delivery.</param>
/// <param name="AuthorizationId">The authorization that the request made or met.</param>
/// <param name="TrackingId">The tracking id that was sent.</param>
/// <param name="At">When it happened.</param>
/// <param name="What">What happened, in words.</param>
public sealed record Evidence(long? RequestId, long? AuthorizationId, string? TrackingId, DateTimeOffset At, string What)
{
    internal static Evidence Of(ObservedRequest request, string what) =>
        new(request.Id, request.AuthorizationId, request.TrackingId, request.At, what);

    internal static Evidence Of(ObservedDelivery delivery, string what) =>
        new(null, delivery.AuthorizationId, delivery.TrackingId, delivery.At, what);
}

/// <summary>Holds one time that a client broke a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="About">The kind of operation, the webhook or the header that it is about; null when it is about the whole client.</param>
/// <param name="Key">What tells this time from the others of the same rule: it stays the same while the history grows.</param>
/// <param name="Story">What happened, the earliest first.</param>
public sealed record Occurrence(FindingRule Rule, string? About, string Key, IReadOnlyList<Evidence> Story)
{
    internal string FindingId => About is null ? Rule.Name : $"{Rule.Name}.{About}";

    internal DateTimeOffset From => Story[0].At;

    internal DateTimeOffset To => Story[^1].At;
}

/// <summary>Holds a rule that clients should keep: its words, and the function that looks for breaches in a history.</summary>
/// <param name="Name">The name, as in <c>double-post</c>.</param>
/// <param name="Severity">How much a breach costs.</param>
/// <param name="Title">What a client did that broke it.</param>
/// <param name="Why">What it costs in production.</param>
/// <param name="Fix">What repairs it.</param>
public sealed record FindingRule(string Name, Severity Severity, string Title, string Why, string Fix)
{
    /// <summary>Finds the breaches. It is pure: the same history has the same breaches.</summary>
    public required Func<ObservedHistory, IEnumerable<Occurrence>> Find { get; init; }

    /// <summary>
    /// True when what happens later may show that nothing was wrong: an operation that seemed lost came back. All other breaches stay
    /// while the history grows.
    /// </summary>
    public bool MayBeWithdrawn { get; init; }

    /// <summary>
    /// True when a history can break the rule although every answer in it was a plain success: such a history need not be taken apart for
    /// the other rules, which keeps a busy and correct client cheap.
    /// </summary>
    internal bool IsOfCalm { get; init; }

    /// <summary>Where the documentation explains the rule.</summary>
    public string Docs => $"docs/findings.md#{Name}";

    /// <summary>Reports a breach that one request shows.</summary>
    internal Occurrence Broken(ObservedRequest request, string what) =>
        Broken(request.Operation, $"{request.Id}", Evidence.Of(request, what));

    /// <summary>Reports a breach that one delivery shows.</summary>
    internal Occurrence Broken(ObservedDelivery delivery, string what) =>
        Broken(delivery.Webhook, delivery.Key, Evidence.Of(delivery, what));

    internal Occurrence Broken(string? about, string key, params IReadOnlyList<Evidence> story) => new(this, about, key, story);
}
