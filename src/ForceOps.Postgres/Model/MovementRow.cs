namespace ForceOps.Postgres.Model;

public sealed class MovementRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public long AuthorizationId { get; init; }
    public required string Kind { get; init; }
    public long DebitAccount { get; init; }
    public long CreditAccount { get; init; }
    public decimal Amount { get; init; }
    public decimal? DebitBalance { get; init; }
    public decimal? CreditBalance { get; init; }
}
