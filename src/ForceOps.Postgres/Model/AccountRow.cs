namespace ForceOps.Postgres.Model;

public sealed class AccountRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public required string Kind { get; init; }
    public string Status { get; set; } = StoredText.Of(AccountStatus.Active);
    public string Processing { get; set; } = StoredText.Of(AccountProcessing.Normal);
    public required string Currency { get; set; }
    public decimal Balance { get; init; }
    public decimal CreditLimit { get; set; }
    public decimal? LimitPerOperation { get; set; }
    public decimal? LimitPerDay { get; set; }
    public DateOnly? SpentOn { get; init; }
    public decimal Spent { get; init; }
    public long Version { get; set; }
    public DateTimeOffset OpenedAt { get; init; }
}
