namespace ForceOps;

/// <summary>Represents the result of an operation.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>True when a delayed operation with this outcome was denied: no operation posted what it asked for.</summary>
    public bool IsDenial => this is Rejected or Duplicate { Difference: not RequestFields.None };

    /// <summary>Reports that the operation was posted. The outcome is valid once the batch is committed.</summary>
    /// <param name="Authorization">The authorization that owns the tracking id: the giving side of a transfer, if that side is in
    /// the ledger.</param>
    public sealed record Accepted(Authorization Authorization) : Outcome
    {
        /// <summary>The receiving side of a transfer whose both sides are in the ledger; null for every other operation.</summary>
        public Authorization? Counterpart { get; init; }

        /// <summary>The amount that the authorization's account can still spend, for a transfer; 0 for every other operation.</summary>
        public decimal Available { get; init; }

        /// <summary>
        /// The reason why a payment was denied: the denial is stored under the tracking id and moved nothing. Null when the operation
        /// did what it was asked for.
        /// </summary>
        public Rejected? Denial { get; init; }

        /// <summary>True when the operation canceled less than the whole payment.</summary>
        public bool CancelsPart { get; init; }
    }

    /// <summary>Reports that the tracking id belongs to an earlier operation; nothing was posted.</summary>
    /// <param name="Earlier">The authorization that the earlier operation made.</param>
    /// <param name="Difference">The fields in which the two requests differ; none when this request says the same as the first
    /// one.</param>
    public sealed record Duplicate(Authorization Earlier, RequestFields Difference) : Outcome
    {
        /// <summary>
        /// The other side of the earlier operation, when that operation is a transfer whose both sides are in the ledger; null
        /// otherwise.
        /// </summary>
        public Authorization? Counterpart { get; init; }

        /// <summary>True when this request repeats a cancellation that canceled less than the whole payment.</summary>
        public bool CancelsPart { get; init; }
    }

    /// <summary>
    /// Reports that the operation is accepted and posted later. The outcome is valid once the batch is committed. A repeat of the
    /// request gets the same outcome until the operation is posted.
    /// </summary>
    /// <param name="Waiting">The waiting operation, which this request or the first request made.</param>
    public sealed record Delayed(DelayedOperation Waiting) : Outcome;

    /// <summary>Reports that the tracking id belongs to another operation, which waits to be posted; nothing was posted.</summary>
    /// <param name="Waiting">The other operation.</param>
    public sealed record TakenByDelayed(DelayedOperation Waiting) : Outcome;

    /// <summary>Reports that the operation was refused; nothing was posted.</summary>
    /// <param name="Error">The first check that failed.</param>
    /// <param name="Latest">The latest cancellation, for <see cref="LedgerError.AlreadyCanceled"/>; null otherwise.</param>
    public sealed record Rejected(LedgerError Error, Authorization? Latest = null) : Outcome
    {
        /// <summary>The values that the check saw; see <see cref="Rejections"/>.</summary>
        public IReadOnlyList<Fact> Facts { get; init; } = [];

        /// <summary>
        /// Compares by value, including the facts: a list compares by reference, and without this method every refusal would
        /// differ from every other.
        /// </summary>
        public bool Equals(Rejected? other) =>
            other is not null && Error == other.Error && Equals(Latest, other.Latest) && Facts.SequenceEqual(other.Facts);

        public override int GetHashCode() => HashCode.Combine(Error, Latest, Facts.Count);
    }
}

/// <summary>
/// Holds a value that a failed check saw, for a reader who asks why the check failed. Facts are made on a refusal only.
/// </summary>
/// <param name="Name">The name in snake_case, as people know it from the wire.</param>
/// <param name="Value">A text, a number, a flag or a time; null when the ledger has no value.</param>
public readonly record struct Fact(string Name, object? Value);
