namespace ForceOps;

/// <summary>Something a client asks the ledger to do. Each kind is one file, with its rule.</summary>
public abstract record Operation
{
    public required TrackingId TrackingId { get; init; }

    /// <summary>Correlation id, carried into the events.</summary>
    public required string CorrelationId { get; init; }

    public Channel Channel { get; init; }

    /// <summary>The account that a caller is confined to. Looked at where only the books know the account: a cancel names an authorization.</summary>
    public long? ConfinedTo { get; init; }

    /// <summary>What the acquirer says if it is asked; null: as the card's id says. A test's fault, so it makes no other request of this one.</summary>
    public AcquirerAnswer? AcquirerAnswer { get; init; }

    public bool InTimeline { get; init; } = true;
    public string? Descriptor { get; init; }
    public string? Metadata { get; init; }

    /// <summary>To be accepted now and posted so much later; null: as the accounts say.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Says what the decision needs to find in the books.</summary>
    internal abstract void Declare(Prefetch prefetch);

    /// <summary>Which of the request's fields differ from the ones that made an authorization. No difference: an honest retry.</summary>
    internal abstract RequestFields DifferenceTo(LedgerState state, Authorization earlier);

    /// <summary>
    /// The accounts it is about. Null when only an earlier authorization could tell them and there is none, or none within the caller's
    /// reach: then it is refused at once, since nothing that happens later is known to concern it.
    /// </summary>
    internal abstract TouchedAccounts? AccountsIn(LedgerState state);

    /// <summary>Whether this is the same request as one that waits. As with what is posted, neither who asks nor the timeline makes a difference.</summary>
    internal bool Repeats(Operation waiting) =>
        this with
        {
            CorrelationId = waiting.CorrelationId, Delay = waiting.Delay, AcquirerAnswer = waiting.AcquirerAnswer, InTimeline = waiting.InTimeline, ConfinedTo = waiting.ConfinedTo,
        } == waiting;

    /// <summary>Checks everything first and posts only then, so that a refusal leaves the books as they were.</summary>
    internal abstract Outcome Decide(LedgerState state);

    /// <summary>What a cancellation names; by its id if both are given.</summary>
    private protected static Authorization? OriginalIn(LedgerState state, long? id, TrackingId? trackingId) =>
        id is { } known ? state.FindAuthorization(known) : state.FindAuthorization(trackingId!.Value);

    /// <summary>What every kind has in common.</summary>
    private protected RequestFields TextDifferenceTo(Authorization earlier) =>
        Differs(RequestFields.Descriptor, !string.Equals(Descriptor, earlier.Descriptor, StringComparison.Ordinal))
        | Differs(RequestFields.Metadata, !string.Equals(Metadata, earlier.Metadata, StringComparison.Ordinal));

    private protected static RequestFields Differs(RequestFields field, bool differs) => differs ? field : RequestFields.None;
}

/// <summary>The dialect that an operation came through.</summary>
public enum Channel
{
    Pismo,
    Bluefin,
    Fiserv,
}

/// <summary>What a request says, for telling how a second one under the same tracking id differs from the first.</summary>
[Flags]
public enum RequestFields
{
    None = 0,

    /// <summary>Another kind of operation altogether; nothing else is compared then.</summary>
    Kind = 1,
    Account = 2,
    Amount = 4,
    ProcessingCode = 8,
    Currency = 16,
    Descriptor = 32,
    Metadata = 64,
    OriginalAuthorization = 128,
    ValueDate = 256,

    /// <summary>The authorization to cancel.</summary>
    Canceled = 512,
    CancelFees = 1024,
}
