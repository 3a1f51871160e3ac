using System.Text.Json;

namespace ForceOps.Api.Faults;

/// <summary>What goes wrong.</summary>
internal sealed record FaultEffectBody
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
