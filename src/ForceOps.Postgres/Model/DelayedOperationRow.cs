namespace ForceOps.Postgres.Model;

/// <summary>An operation that was accepted and is not posted yet.</summary>
public sealed class DelayedOperationRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public required string TrackingId { get; init; }
    public long AccountId { get; init; }
    public long? OtherAccountId { get; init; }
    public required string Operation { get; init; }
    public DateTimeOffset AcceptedAt { get; init; }
    public DateTimeOffset DueAt { get; init; }

    /// <summary>In vain, because a row was locked.</summary>
    public int Tries { get; init; }

    public DateTimeOffset? RetryAt { get; init; }
}
