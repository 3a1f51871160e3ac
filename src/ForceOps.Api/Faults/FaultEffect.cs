namespace ForceOps.Api.Faults;

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
