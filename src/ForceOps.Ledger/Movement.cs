namespace ForceOps;

/// <summary>
/// Money going from one account to another. One record carries both sides, so it balances by construction.
/// Never changed, never removed.
/// </summary>
/// <param name="Id">Ascending per account in the order of posting.</param>
/// <param name="AuthorizationId">The operation it belongs to.</param>
/// <param name="Kind">Why the money moved.</param>
/// <param name="DebitAccount">The account that gives.</param>
/// <param name="CreditAccount">The account that gets.</param>
/// <param name="Amount">Greater than 0.</param>
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
    decimal? CreditBalance);

public enum MovementKind
{
    Principal,
    Fee,
    Reversal,
    FeeReversal,
}
