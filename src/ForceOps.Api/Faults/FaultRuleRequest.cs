using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace ForceOps.Api.Faults;

/// <summary>Describes a fault rule as a client sets it: when it strikes (match) and what it does (effect).</summary>
internal sealed record FaultRuleRequest
{
    /// <summary>All given members must match; absent: the rule applies to every request to an emulated API.</summary>
    public FaultMatchRequest? Match { get; init; }

    /// <summary>The effect of the rule.</summary>
    [Required]
    public FaultEffectRequest? Effect { get; init; }
}

/// <summary>Describes what a fault does.</summary>
internal sealed record FaultEffectRequest
{
    /// <summary>The status that is answered at once; nothing else is done.</summary>
    [Range(200, 599)]
    public int? Status { get; init; }

    /// <summary>
    /// The body of the answer, with status only: JSON, which is sent unchanged except for white space, or a text. Absent: the
    /// answer is what the dialect says with that status.
    /// </summary>
    public JsonElement? Body { get; init; }

    /// <summary>The headers of the answer, with status only; Retry-After, for example.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The time to wait before anything is done: 200ms, or 100ms-2s for any time between the two.</summary>
    public string? Latency { get; init; }

    /// <summary>For Pismo: the operation is accepted with 202 and posted after this time, such as 2s.</summary>
    public string? Delay { get; init; }

    /// <summary>
    /// The connection ends without an answer. With before_commit nothing is done; with after_commit everything is done; with
    /// all_connections nothing is done, and the org's other connections end too.
    /// </summary>
    [AllowedValues("before_commit", "after_commit", "all_connections")]
    public string? Drop { get; init; }

    /// <summary>
    /// What becomes of the answer, after everything was done: cut (the connection ends in the middle of the body), gateway_page (a
    /// gateway's 502 in HTML comes in its place), wrong_type (it says that it is HTML).
    /// </summary>
    [AllowedValues("cut", "gateway_page", "wrong_type")]
    public string? Answer { get; init; }

    /// <summary>
    /// For Pismo: the acquirer's answer, approved, declined or timed_out; it replaces the answer that the card's id asks for.
    /// </summary>
    [AllowedValues("approved", "declined", "timed_out")]
    public string? Acquirer { get; init; }

    /// <summary>
    /// The fault of webhook deliveries; no other effect may be given with it. duplicate: each event comes twice; reorder: behind the next
    /// one of the account; tampered, stale and unknown_type: before each event comes one with a wrong signature, with a right one an hour
    /// old, or of a type that no document names. The rule selects the events by account, tracking_id_prefix and amount of their
    /// operations.
    /// </summary>
    [AllowedValues("duplicate", "reorder", "tampered", "stale", "unknown_type")]
    public string? Webhooks { get; init; }
}

/// <summary>Selects the requests that a rule applies to.</summary>
internal sealed record FaultMatchRequest
{
    /// <summary>A route as its document writes it, or the beginning of a path followed by <c>*</c>.</summary>
    public string? Route { get; init; }

    /// <summary>The HTTP method; POST, for example.</summary>
    public string? Method { get; init; }

    /// <summary>The id of the account or merchant, or of either end of a transfer. A cancellation names none.</summary>
    public long? Account { get; init; }

    /// <summary>
    /// The beginning of the operation's tracking id or of the tracking id that it cancels; for the card dialects, of
    /// transactionId or Client-Request-Id.
    /// </summary>
    public string? TrackingIdPrefix { get; init; }

    /// <summary>The amount must be exactly this amount.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The amount must be this amount or more.</summary>
    public decimal? AmountFrom { get; init; }

    /// <summary>The amount must be this amount or less.</summary>
    public decimal? AmountTo { get; init; }

    /// <summary>The rule strikes only the n-th request that matches all members above.</summary>
    public long? Nth { get; init; }

    /// <summary>The rule strikes only every n-th request that matches all members above.</summary>
    public long? Every { get; init; }

    /// <summary>
    /// The probability that the rule strikes a request, above 0 and at most 1. The fate of the n-th request depends only on seed
    /// and n.
    /// </summary>
    public decimal? Probability { get; init; }

    /// <summary>The seed of the probability, and of a latency between two times; 0 when absent.</summary>
    public long? Seed { get; init; }

    /// <summary>The rule strikes at most this many times.</summary>
    public long? Times { get; init; }
}
