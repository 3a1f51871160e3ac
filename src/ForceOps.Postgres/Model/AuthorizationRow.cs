namespace ForceOps.Postgres.Model;

public sealed class AuthorizationRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public string? TrackingId { get; init; }
    public required string Type { get; init; }
    public required string Channel { get; init; }
    public long AccountId { get; init; }
    public long? CounterpartId { get; init; }
    public required string ProcessingCode { get; init; }
    public short Impact { get; init; }
    public decimal Amount { get; init; }
    public decimal Fee { get; init; }
    public required string Currency { get; init; }
    public string? Descriptor { get; init; }
    public string? Metadata { get; init; }
    public long? ParentId { get; init; }
    public long? OriginalId { get; init; }
    public bool? OriginalOnNetwork { get; init; }
    public DateTimeOffset? ValueDate { get; init; }
    public DateTimeOffset EventDate { get; init; }
    public decimal CanceledAmount { get; init; }
    public decimal CanceledFee { get; init; }
    public bool AskedAll { get; init; }
    public bool AskedFees { get; init; }
    public bool InTimeline { get; init; }
    public required string Cid { get; init; }
    public string? External { get; init; }
}
