namespace ForceOps;

/// <summary>The accepted operations of an org that wait to be posted, as far as a batch looks at them, and what the batch does to them.</summary>
/// <param name="after">How much later an operation on a delayed account is posted.</param>
public sealed class DelayedOperations(TimeSpan after)
{
    private readonly Dictionary<TrackingId, DelayedOperation> _waiting = [];
    private readonly List<DelayedOperation> _accepted = [];
    private readonly List<DelayedOperation> _finished = [];
    private readonly List<Denial> _denied = [];

    public TimeSpan After => after;

    public bool HasChanges => _accepted.Count + _finished.Count > 0;

    /// <summary>Accepted by this batch.</summary>
    public IReadOnlyList<DelayedOperation> Accepted => _accepted;

    /// <summary>Posted, denied or found posted by this batch: they wait no longer.</summary>
    public IReadOnlyList<DelayedOperation> Finished => _finished;

    /// <summary>Those of them that were refused.</summary>
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

/// <summary>An operation that was accepted and is posted later.</summary>
/// <param name="Id">From the batch that accepted it. What is due on one account is posted in this order.</param>
/// <param name="Operation">As it was asked.</param>
/// <param name="Accounts">Whose order it must keep.</param>
/// <param name="AcceptedAt">By the org's clock.</param>
/// <param name="DueAt">By the org's clock; before all times when it is due at once, wherever the clock goes.</param>
public sealed record DelayedOperation(long Id, Operation Operation, TouchedAccounts Accounts, DateTimeOffset AcceptedAt, DateTimeOffset DueAt);

/// <summary>A delayed operation that was refused when its time came. Nobody waits for its answer any more, so it is told as an event.</summary>
/// <param name="Id">Its place among the org's events.</param>
/// <param name="Delayed">What was refused.</param>
/// <param name="Error">Why; null: its tracking id is in use by another operation.</param>
public sealed record Denial(long Id, DelayedOperation Delayed, LedgerError? Error);
