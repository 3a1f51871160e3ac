namespace ForceOps.Postgres.Model;

/// <summary>A transaction of a card dialect that posted nothing.</summary>
public sealed class AttemptRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public required string TrackingId { get; init; }
    public required string Channel { get; init; }
    public long AccountId { get; init; }

    /// <summary>False: initialised only.</summary>
    public bool Declined { get; init; }

    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public string? Metadata { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}
