namespace ForceOps.Api.Faults;

/// <summary>Which requests a rule is about.</summary>
internal sealed record FaultMatchBody
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
