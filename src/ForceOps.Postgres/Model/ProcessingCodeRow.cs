namespace ForceOps.Postgres.Model;

public sealed class ProcessingCodeRow
{
    public Guid Book { get; init; }
    public required string Code { get; init; }
    public short Impact { get; set; }
    public string? Description { get; set; }
    public string? ReversalCode { get; set; }
    public decimal FeeFixed { get; set; }
    public decimal FeePercent { get; set; }
}
