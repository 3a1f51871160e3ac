namespace ForceOps.Api.Sandbox;

/// <summary>What to set on an account, or on each account of a range.</summary>
internal sealed class AccountBody
{
    /// <summary>First id of a range; only with <c>PUT /sandbox/accounts</c>.</summary>
    public long? From { get; init; }

    /// <summary>Last id of a range.</summary>
    public long? To { get; init; }

    /// <summary>customer or merchant, when the account is opened by this call.</summary>
    public string? Kind { get; init; }

    /// <summary>active, blocked or canceled.</summary>
    public string? Status { get; init; }

    /// <summary>normal or delayed.</summary>
    public string? Processing { get; init; }

    /// <summary>ISO 4217; only before the first movement.</summary>
    public string? Currency { get; init; }

    public decimal? CreditLimit { get; init; }

    public LimitsView? Limits { get; init; }
}
