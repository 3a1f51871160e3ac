namespace ForceOps.Postgres.Model;

public sealed class OrgRow
{
    public Guid Org { get; init; }
    public Guid Book { get; set; }
    public required string Currency { get; set; }
    public long RulesVersion { get; set; }
    public long SettledBelow { get; set; }
    public DateTimeOffset? ClockFrozenAt { get; set; }
    public TimeSpan? ClockOffset { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}
