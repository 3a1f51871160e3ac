namespace ForceOps;

/// <summary>
/// Represents a change of what is left of a hold. Held money stays in the balance and is not available. A change is never changed
/// and never removed.
/// </summary>
/// <param name="HoldId">The authorization of the hold.</param>
/// <param name="AuthorizationId">
/// The authorization that made the change on the same account: the hold itself, its release, a transfer of held money, or the
/// cancellation of such a transfer. It changes each hold once at most.
/// </param>
/// <param name="AccountId">The account whose money is held.</param>
/// <param name="Change">The amount that is held from now on; negative when it is held no longer. It is never 0.</param>
/// <param name="Held">What is held of the account afterwards, by all its holds together.</param>
/// <param name="Balance">The account's balance, which a hold does not change.</param>
/// <param name="Headroom">The account's headroom afterwards.</param>
public sealed record HoldChange(
    long HoldId, long AuthorizationId, long AccountId, decimal Change, decimal Held, decimal Balance, decimal Headroom);
