namespace ForceOps;

/// <summary>Represents an operation that a client asks the ledger to do. Each kind of operation is one file, with its rule.</summary>
public abstract record Operation
{
    public required TrackingId TrackingId { get; init; }

    /// <summary>The correlation id, which is copied into the events.</summary>
    public required string CorrelationId { get; init; }

    public Channel Channel { get; init; }

    /// <summary>
    /// The only account that the caller may reach; null when the caller may reach every account. An operation checks this account
    /// only where nothing but the ledger state knows the account: a cancel names an authorization.
    /// </summary>
    public long? ConfinedTo { get; init; }

    /// <summary>
    /// The acquirer's answer, if the operation asks the acquirer; null when the card's id decides. A fault rule of a test sets
    /// the answer, so two requests that differ only in this answer are the same request.
    /// </summary>
    public AcquirerAnswer? AcquirerAnswer { get; init; }

    public bool InTimeline { get; init; } = true;
    public string? Descriptor { get; init; }
    public string? Metadata { get; init; }

    /// <summary>The time between acceptance and posting; null when the accounts decide.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Declares what the decision needs to find in the ledger state.</summary>
    internal abstract void Declare(Prefetch prefetch);

    /// <summary>
    /// Returns the fields in which this request differs from the request that made an authorization. No difference means an
    /// honest retry.
    /// </summary>
    internal abstract RequestFields DifferenceTo(LedgerState state, Authorization earlier);

    /// <summary>
    /// Returns true when the authorization, which this very request made, canceled less than the whole payment. Only the answer to the
    /// repeat of a payment's cancellation says so.
    /// </summary>
    internal virtual bool CanceledPart(LedgerState state, Authorization earlier) => false;

    /// <summary>
    /// Returns the accounts that the operation is about; null when only an earlier authorization names them and the caller can
    /// reach no such authorization. A null result leads to a refusal at once, since nothing that happens later is known to
    /// concern the operation.
    /// </summary>
    internal abstract TouchedAccounts? AccountsIn(LedgerState state);

    /// <summary>
    /// Returns true when this is the same request as one that waits. As with posted operations, the caller and the timeline make
    /// no difference.
    /// </summary>
    internal bool Repeats(Operation waiting) =>
        this with
        {
            CorrelationId = waiting.CorrelationId, Delay = waiting.Delay, AcquirerAnswer = waiting.AcquirerAnswer,
            InTimeline = waiting.InTimeline, ConfinedTo = waiting.ConfinedTo,
            Metadata = JsonValues.AreEqual(Metadata, waiting.Metadata) ? waiting.Metadata : Metadata,
        } == waiting;

    /// <summary>Checks everything first and posts only afterwards, so that a refusal leaves the ledger state unchanged.</summary>
    internal abstract Outcome Decide(LedgerState state);

    /// <summary>
    /// Returns the authorization that a cancellation names, found by its id if both identifiers are given; null when there is
    /// none. An operation of another dialect is none: it is canceled through its own dialect only, which knows its rules of
    /// settlement.
    /// </summary>
    private protected Authorization? OriginalIn(LedgerState state, long? id, TrackingId? trackingId) =>
        OwnOf(id is { } known ? state.FindAuthorization(known) : state.FindAuthorization(trackingId!.Value));

    /// <summary>Returns the authorization if this operation's dialect made it, else null.</summary>
    private protected Authorization? OwnOf(Authorization? found) => found?.Channel == Channel ? found : null;

    /// <summary>Returns the rejection when both identifiers are given and name different operations; null otherwise.</summary>
    private protected static Outcome.Rejected? IdentifiersError(Authorization named, long? id, TrackingId? trackingId) =>
        id is not null && trackingId is { } text && named.TrackingId != text ? Rejections.IdentifiersDisagree(named, text) : null;

    /// <summary>Returns true when one of the identifiers is given and names another authorization than the earlier request did.</summary>
    private protected static bool NamesAnother(LedgerState state, long? id, TrackingId? trackingId, long? named) =>
        (id is { } known && known != named) || (trackingId is { } text && state.FindAuthorization(text)?.Id != named);

    /// <summary>Returns true when the caller may reach the account of either side of an operation.</summary>
    private protected bool ReachesEitherSide(LedgerState state, Authorization original) =>
        ConfinedTo is not { } own || own == original.AccountId || own == state.CounterpartOf(original)?.AccountId;

    /// <summary>Returns true when a cancellation of this amount, or of all that is left, is another one than the earlier was.</summary>
    private protected static bool CancelsAnotherAmount(Amount? amount, Authorization earlier) =>
        amount is { } asked ? earlier.CancelsAll || asked.Value != earlier.Amount : !earlier.CancelsAll;

    /// <summary>Returns the differences in the fields that every kind of operation has.</summary>
    private protected RequestFields TextDifferenceTo(Authorization earlier) =>
        Differs(RequestFields.Descriptor, !string.Equals(Descriptor, earlier.Descriptor, StringComparison.Ordinal))
        | Differs(RequestFields.Metadata, !JsonValues.AreEqual(Metadata, earlier.Metadata));

    private protected static RequestFields Differs(RequestFields field, bool differs) => differs ? field : RequestFields.None;
}

/// <summary>Lists the dialects through which operations come.</summary>
public enum Channel
{
    Pismo,
    Bluefin,
    Fiserv,
}

/// <summary>Says what the ledger does otherwise for one channel than for another: a new dialect answers here.</summary>
public static class ChannelRules
{
    /// <summary>
    /// Returns the internal account that is the other side of a forced amount: the acquirer settles cards, and Pismo's forces are
    /// the org's own.
    /// </summary>
    public static long ForcedThrough(this Channel channel) => channel switch
    {
        Channel.Pismo => InternalAccount.ForcedOperations,
        Channel.Bluefin or Channel.Fiserv => InternalAccount.Acquirer,
    };
}

/// <summary>
/// Lists the fields of a request. The list tells how a second request under the same tracking id differs from the first one.
/// </summary>
[Flags]
public enum RequestFields
{
    None = 0,

    /// <summary>The kind of operation. When the kinds differ, nothing else is compared.</summary>
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
