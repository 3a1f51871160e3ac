namespace ForceOps.Torture.Crash;

/// <summary>A movement as the service shows it from the side of one account.</summary>
internal sealed record BookMovement(long Id, long Account, long AuthorizationId, string TrackingId, decimal Amount, decimal BalanceAfter);

internal sealed record BookAccount(long Id, decimal Balance, decimal Held);

/// <summary>What the service answers to reads of an org's books.</summary>
/// <param name="Accounts">The accounts by their ids.</param>
/// <param name="Movements">The movements of all accounts, each seen from its account.</param>
/// <param name="Found">
/// The id of the authorization under the tracking ids that were looked up, for operations that move nothing; null when none is there.
/// </param>
/// <param name="Authorizations">How many there are, as the check counts them.</param>
/// <param name="Check">What the check of the invariants complains of; empty when it is content.</param>
/// <param name="Events">The tracking ids of the events that a receiver accepted; null when no receiver takes part.</param>
internal sealed record Books(
    IReadOnlyDictionary<long, BookAccount> Accounts,
    IReadOnlyList<BookMovement> Movements,
    IReadOnlyDictionary<string, long?> Found,
    long Authorizations,
    string Check,
    IReadOnlySet<string>? Events);
