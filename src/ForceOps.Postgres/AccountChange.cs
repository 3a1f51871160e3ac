namespace ForceOps.Postgres;

/// <summary>What to set on an account; null leaves it as it is.</summary>
public sealed record AccountChange
{
    /// <summary>Counts when the account is opened; null: a customer's.</summary>
    public AccountKind? Kind { get; init; }

    public AccountStatus? Status { get; init; }

    public AccountProcessing? Processing { get; init; }

    public Currency? Currency { get; init; }
    public decimal? CreditLimit { get; init; }

    /// <summary>Whether both limits below are set, null meaning no limit.</summary>
    public bool SetsLimits { get; init; }

    public decimal? LimitPerOperation { get; init; }
    public decimal? LimitPerDay { get; init; }
}
