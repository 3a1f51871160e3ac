namespace ForceOps;

/// <summary>A delayed operation that was refused when its time came. Nobody waits for its answer any more, so it is told as an event.</summary>
/// <param name="Id">Its place among the org's events.</param>
/// <param name="Delayed">What was refused.</param>
/// <param name="Error">Why; null: its tracking id is in use by another operation.</param>
public sealed record Denial(long Id, DelayedOperation Delayed, LedgerError? Error);
