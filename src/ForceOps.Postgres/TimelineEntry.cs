namespace ForceOps.Postgres;

/// <summary>A movement that the customer sees.</summary>
/// <param name="Posted">The movement with its operation.</param>
/// <param name="IsPartialCancellation">It cancels less than the whole original.</param>
public sealed record TimelineEntry(AccountMovement Posted, bool IsPartialCancellation);
