using System.Text.Json;

namespace ForceOps.Api.Faults;

/// <summary>A rule as it is set: when, and what then.</summary>
internal sealed record FaultRuleRequest
{
    /// <summary>All that is given must hold; absent: every request to an emulated API.</summary>
    public FaultMatchRequest? Match { get; init; }

    public FaultEffectRequest? Effect { get; init; }
}

/// <summary>What goes wrong.</summary>
internal sealed record FaultEffectRequest
{
    /// <summary>Answered at once; nothing is done.</summary>
    public int? Status { get; init; }

    /// <summary>With status: JSON as it is but for white space, or a text. Absent: what the dialect says with that status.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>With status: Retry-After, for example.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Waited before anything is done: 200ms, or 100ms-2s for any time between.</summary>
    public string? Latency { get; init; }

    /// <summary>Pismo: accepted with 202 and posted after this time, like 2s.</summary>
    public string? Delay { get; init; }

    /// <summary>The connection ends without an answer: before_commit, and nothing is done; after_commit, and everything is.</summary>
    public string? Drop { get; init; }

    /// <summary>Pismo: approved, declined or timed_out, instead of what the card's id says.</summary>
    public string? Acquirer { get; init; }

    /// <summary>duplicate or reorder, alone: what happens to the events of operations by account, tracking_id_prefix and amount.</summary>
    public string? Webhooks { get; init; }
}

/// <summary>Which requests a rule is about.</summary>
internal sealed record FaultMatchRequest
{
    /// <summary>A route as its document writes it, or the beginning of a path and <c>*</c>.</summary>
    public string? Route { get; init; }

    /// <summary>POST, for example.</summary>
    public string? Method { get; init; }

    /// <summary>The account or merchant, or either end of a transfer. A cancellation names none.</summary>
    public long? Account { get; init; }

    /// <summary>Beginning of the operation's tracking id or of the one that it cancels; transactionId, Client-Request-Id of the card dialects.</summary>
    public string? TrackingIdPrefix { get; init; }

    /// <summary>Exactly this amount.</summary>
    public decimal? Amount { get; init; }

    /// <summary>This amount or more.</summary>
    public decimal? AmountFrom { get; init; }

    /// <summary>This amount or less.</summary>
    public decimal? AmountTo { get; init; }

    /// <summary>Only the n-th request that all the above holds for.</summary>
    public long? Nth { get; init; }

    /// <summary>Only every n-th request.</summary>
    public long? Every { get; init; }

    /// <summary>Above 0, at most 1. The fate of the n-th request depends on seed and n alone.</summary>
    public decimal? Probability { get; init; }

    /// <summary>Of the probability and of a latency between two times; 0 when absent.</summary>
    public long? Seed { get; init; }

    /// <summary>Strikes at most so often.</summary>
    public long? Times { get; init; }
}
