namespace ForceOps.Postgres.Model;

/// <summary>A delayed operation that was refused in the end.</summary>
public sealed class DenialRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public required string TrackingId { get; init; }
    public long AccountId { get; init; }
    public required string Operation { get; init; }

    /// <summary>The ledger's name of the reason, in capitals.</summary>
    public required string Error { get; init; }

    public DateTimeOffset EventDate { get; init; }
    public required string Cid { get; init; }
}
