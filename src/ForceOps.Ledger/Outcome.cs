namespace ForceOps;

/// <summary>What became of an operation.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Posted, once committed.</summary>
    public sealed record Accepted(Authorization Authorization) : Outcome;

    /// <summary>The tracking id belongs to an earlier operation; nothing was posted.</summary>
    /// <param name="Earlier">What the earlier operation made.</param>
    /// <param name="Difference">None when this request says the same as the first.</param>
    public sealed record Duplicate(Authorization Earlier, RequestFields Difference) : Outcome;

    /// <summary>Refused; nothing was posted.</summary>
    /// <param name="Error">The first check that failed.</param>
    /// <param name="Latest">With <see cref="LedgerError.AlreadyCanceled"/>: the latest cancellation.</param>
    public sealed record Rejected(LedgerError Error, Authorization? Latest = null) : Outcome;
}
