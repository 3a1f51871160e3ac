namespace ForceOps;

/// <summary>What became of an operation.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Whether a delayed operation that comes to this end was denied: what it asked for was not posted by anybody.</summary>
    public bool IsDenial => this is Rejected or Duplicate { Difference: not RequestFields.None };

    /// <summary>Posted, once committed.</summary>
    /// <param name="Authorization">The one that owns the tracking id: a transfer's giving side if it is in the books.</param>
    public sealed record Accepted(Authorization Authorization) : Outcome
    {
        /// <summary>The receiving side of a transfer whose both sides are in the books.</summary>
        public Authorization? Counterpart { get; init; }

        /// <summary>With a transfer: what the account of the authorization can still spend.</summary>
        public decimal Available { get; init; }
    }

    /// <summary>The tracking id belongs to an earlier operation; nothing was posted.</summary>
    /// <param name="Earlier">What the earlier operation made.</param>
    /// <param name="Difference">None when this request says the same as the first.</param>
    public sealed record Duplicate(Authorization Earlier, RequestFields Difference) : Outcome
    {
        /// <summary>The other side of an earlier transfer, when this is one too.</summary>
        public Authorization? Counterpart { get; init; }
    }

    /// <summary>Accepted, once committed, and posted later; the repeat of such a request is answered so until it is posted.</summary>
    /// <param name="Waiting">By this request or by the first one.</param>
    public sealed record Delayed(DelayedOperation Waiting) : Outcome;

    /// <summary>The tracking id belongs to another operation, which waits to be posted; nothing was posted.</summary>
    /// <param name="Waiting">That operation.</param>
    public sealed record TakenByDelayed(DelayedOperation Waiting) : Outcome;

    /// <summary>Refused; nothing was posted.</summary>
    /// <param name="Error">The first check that failed.</param>
    /// <param name="Latest">With <see cref="LedgerError.AlreadyCanceled"/>: the latest cancellation.</param>
    public sealed record Rejected(LedgerError Error, Authorization? Latest = null) : Outcome
    {
        /// <summary>What the check saw; see <see cref="Rejections"/>.</summary>
        public IReadOnlyList<Fact> Facts { get; init; } = [];

        /// <summary>By value, the facts too: a list compares by reference, and every refusal would differ from every other.</summary>
        public bool Equals(Rejected? other) =>
            other is not null && Error == other.Error && Equals(Latest, other.Latest) && Facts.SequenceEqual(other.Facts);

        public override int GetHashCode() => HashCode.Combine(Error, Latest, Facts.Count);
    }
}

/// <summary>Something that a failed check saw, for whoever wonders why it failed. Made on a refusal only.</summary>
/// <param name="Name">In snake_case, as people know it from the wire.</param>
/// <param name="Value">A text, a number, a flag or a time; null when the books have none.</param>
public readonly record struct Fact(string Name, object? Value);
