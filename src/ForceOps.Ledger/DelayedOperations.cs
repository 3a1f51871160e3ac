namespace ForceOps;

/// <summary>
/// Holds the accepted operations of an org that wait to be posted, as far as a batch needs them, and the changes that the batch
/// makes to them.
/// </summary>
/// <param name="after">The time between acceptance and posting of an operation on a delayed account.</param>
public sealed class DelayedOperations(TimeSpan after)
{
    private readonly Dictionary<TrackingId, DelayedOperation> _waiting = [];
    private readonly List<DelayedOperation> _accepted = [];
    private readonly List<DelayedOperation> _finished = [];
    private readonly List<Denial> _denied = [];

    public TimeSpan After => after;

    public bool HasChanges => _accepted.Count + _finished.Count > 0;

    /// <summary>The operations that this batch accepted for later.</summary>
    public IReadOnlyList<DelayedOperation> Accepted => _accepted;

    /// <summary>The operations that this batch posted, denied or found posted: these operations no longer wait.</summary>
    public IReadOnlyList<DelayedOperation> Finished => _finished;

    /// <summary>The denials of the finished operations that were refused.</summary>
    public IReadOnlyList<Denial> Denied => _denied;

    public void Load(DelayedOperation waiting) => _waiting[waiting.Operation.TrackingId] = waiting;

    public DelayedOperation? Find(TrackingId trackingId) => _waiting.GetValueOrDefault(trackingId);

    internal void Accept(DelayedOperation delayed)
    {
        Invariant.Holds(_waiting.TryAdd(delayed.Operation.TrackingId, delayed), "I9: one waiting operation per tracking id");
        _accepted.Add(delayed);
    }

    internal void Finish(DelayedOperation delayed)
    {
        Invariant.Holds(_finished.TrueForAll(item => item.Id != delayed.Id), "I9: a delayed operation comes to its end once");
        _waiting.Remove(delayed.Operation.TrackingId);
        _finished.Add(delayed);
    }

    internal void Deny(Denial denial) => _denied.Add(denial);
}

/// <summary>Represents an operation that was accepted and is posted later.</summary>
/// <param name="Id">The id from the block of the batch that accepted the operation. Due operations on one account are posted in
/// the order of this id.</param>
/// <param name="Operation">The operation as the client requested it.</param>
/// <param name="Accounts">The accounts that the operation is about; the operation keeps the order of acceptance on each of them.</param>
/// <param name="DueAt">The time of posting by the org's clock; the Unix epoch, which is before all times, when the operation is
/// due at once wherever the clock goes.</param>
public sealed record DelayedOperation(long Id, Operation Operation, TouchedAccounts Accounts, DateTimeOffset AcceptedAt,
    DateTimeOffset DueAt);

/// <summary>
/// Represents the refusal of a delayed operation when its time came. No caller waits for the answer any more, so an event reports
/// it.
/// </summary>
/// <param name="Id">The id that orders the denial among the org's events.</param>
/// <param name="Delayed">The operation that was refused.</param>
/// <param name="Error">The reason; null when another operation uses the tracking id.</param>
public sealed record Denial(long Id, DelayedOperation Delayed, LedgerError? Error);
