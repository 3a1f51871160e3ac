namespace ForceOps.Findings;

/// <summary>
/// Holds one delivery of an event to a webhook's receiver, and what the receiver answered. A history needs only the deliveries that are
/// remarkable: repeated, wrong on purpose, or the last one of an event that is dead.
/// </summary>
public sealed record ObservedDelivery
{
    /// <summary>The name of the webhook.</summary>
    public required string Webhook { get; init; }

    public required string EventId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The receiver's status; null when it did not answer.</summary>
    public int? Status { get; init; }

    /// <summary>The correlation id of the request that caused the event.</summary>
    public string? Cid { get; init; }

    public string? TrackingId { get; init; }

    public long? AuthorizationId { get; init; }

    /// <summary>The time of the first delivery of the event, when this is a later one; null for the first.</summary>
    public DateTimeOffset? FirstAt { get; init; }

    /// <summary>True when the signature was wrong on purpose.</summary>
    public bool IsTampered { get; init; }

    /// <summary>True when the timestamp was old on purpose.</summary>
    public bool IsStale { get; init; }

    /// <summary>True when no further try follows.</summary>
    public bool IsDead { get; init; }

    /// <summary>What tells this event at this webhook from all others.</summary>
    internal string Key => $"{Webhook}/{EventId}";

    internal bool IsAccepted => Status is >= 200 and < 300;
}
