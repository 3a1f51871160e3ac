namespace ForceOps;

/// <summary>
/// Represents money that goes from one account to another. One record carries both sides, so each movement balances by
/// construction. A movement is never changed and never removed.
/// </summary>
/// <param name="Id">The id, which ascends per account in the order of posting.</param>
/// <param name="AuthorizationId">The authorization that the movement belongs to.</param>
/// <param name="Kind">The reason of the movement.</param>
/// <param name="DebitAccount">The account that gives the money.</param>
/// <param name="CreditAccount">The account that gets the money.</param>
/// <param name="Amount">The amount moved, greater than 0, in major units of the authorization's currency.</param>
/// <param name="DebitBalance">The giver's balance afterwards; null for an internal account.</param>
/// <param name="CreditBalance">The receiver's balance afterwards; null for an internal account.</param>
public sealed record Movement(
    long Id,
    long AuthorizationId,
    MovementKind Kind,
    long DebitAccount,
    long CreditAccount,
    decimal Amount,
    decimal? DebitBalance,
    decimal? CreditBalance)
{
    /// <summary>
    /// What the giver could spend beyond its balance at that time (<see cref="Account.Headroom"/>); 0 for an internal account.
    /// </summary>
    public decimal DebitHeadroom { get; init; }

    /// <summary>What the receiver could spend beyond its balance at that time; 0 for an internal account.</summary>
    public decimal CreditHeadroom { get; init; }
}

public enum MovementKind
{
    Principal,
    Fee,
    Reversal,
    FeeReversal,
}
