namespace ForceOps.Postgres.Model;

/// <summary>The books of an org as they were, under a name.</summary>
public sealed class SnapshotRow
{
    public Guid Org { get; init; }
    public required string Name { get; init; }
    public Guid Book { get; init; }
    public required string Currency { get; init; }
    public long SettledBelow { get; init; }
    public long Accounts { get; init; }
    public long Authorizations { get; init; }
    public long Movements { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}
