namespace ForceOps.Postgres.Model;

public sealed class WebhookTryRow
{
    public Guid Org { get; init; }
    public required string Name { get; init; }
    public long AuthorizationId { get; init; }
    public int Part { get; init; }
    public int Run { get; init; }
    public int Attempt { get; init; }
    public Guid EventId { get; init; }
    public required string EventType { get; init; }
    public int? Status { get; init; }
    public string? Error { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? NextAt { get; init; }
    public bool Dead { get; init; }
}
