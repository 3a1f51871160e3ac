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
        Invariant.Holds(_finished.TrueForAll(one => one.Id != delayed.Id), "I9: a delayed operation comes to its end once");
        _waiting.Remove(delayed.Operation.TrackingId);
        _finished.Add(delayed);
    }

    internal void Deny(Denial denial) => _denied.Add(denial);
}
