namespace ForceOps.Postgres.Model;

public sealed class FaultRuleRow
{
    public Guid Org { get; init; }
    public required string Name { get; init; }
    public required string Definition { get; init; }
    public Guid Stamp { get; init; }
}
