namespace ForceOps;

/// <summary>An operation that was accepted and is posted later.</summary>
/// <param name="Id">From the batch that accepted it. What is due on one account is posted in this order.</param>
/// <param name="Operation">As it was asked.</param>
/// <param name="Accounts">Whose order it must keep.</param>
/// <param name="AcceptedAt">By the org's clock.</param>
/// <param name="DueAt">By the org's clock; before all times when it is due at once, wherever the clock goes.</param>
public sealed record DelayedOperation(long Id, Operation Operation, TouchedAccounts Accounts, DateTimeOffset AcceptedAt, DateTimeOffset DueAt);
