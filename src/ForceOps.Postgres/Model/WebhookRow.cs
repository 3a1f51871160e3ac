namespace ForceOps.Postgres.Model;

public sealed class WebhookRow
{
    public Guid Org { get; init; }
    public required string Name { get; init; }
    public required string Url { get; set; }
    public required string Types { get; set; }
    public required string Secret { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; } = 1;
    public int Run { get; set; } = 1;
    public long PositionId { get; set; }
    public int PositionPart { get; set; }
    public DateTimeOffset? FailingSince { get; set; }
}
