namespace ForceOps;

/// <summary>The ledger's own rules contradict each other: always a bug, never a client's fault.</summary>
public sealed class InvariantViolatedException(string whatMustBeTrue) : Exception("must be true: " + whatMustBeTrue);
