using System.Diagnostics;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// The waiting operations of one org. One writer works on a lane, so that an org does not fight itself for locks; a second one joins
/// only when a crowd waits, so that one batch is loaded and decided while the other is being flushed.
/// </summary>
internal sealed class OrgQueue(OrgId org)
{
    private const int WritersMax = 2;

    /// <summary>Enough for a batch of its own: fewer are cheaper together with those that come while the first batch is under way.</summary>
    private const int Crowd = 48;

    // A lock, not an interlocked flag: what waits and who works must change together, or an operation is overlooked.
    private readonly Lock _gate = new();
    private readonly Queue<PendingOperation> _waiting = new();
    private int _writers;

    internal OrgId Org => org;

    /// <summary>Adds an operation; true when the lane must be handed to a writer now.</summary>
    internal bool Add(PendingOperation operation)
    {
        lock (_gate)
        {
            _waiting.Enqueue(operation);
            return NeedsWriter();
        }
    }

    /// <summary>Takes everything that waits, up to the limit; nothing when another writer was faster.</summary>
    internal void Take(List<PendingOperation> batch, int limit)
    {
        lock (_gate)
        {
            while (batch.Count < limit && _waiting.TryDequeue(out var operation))
                batch.Add(operation);
        }
    }

    /// <summary>Gives the lane back; true when more came meanwhile and it must be handed to a writer again.</summary>
    internal bool Release()
    {
        lock (_gate)
        {
            _writers--;
            return _waiting.Count > 0 && NeedsWriter();
        }
    }

    private bool NeedsWriter()
    {
        if (_writers > 0 && (_writers >= WritersMax || _waiting.Count < Crowd))
            return false;
        _writers++;
        return true;
    }
}

/// <summary>An operation on its way through the writer, and the place where its caller waits.</summary>
internal sealed class PendingOperation(Operation operation)
{
    // The caller goes on inside Complete: whoever completes many sends them elsewhere (Answers), and a lone caller saves a change of threads.
    private readonly TaskCompletionSource<WriteResult> _answer = new();

    private bool _isResolved;

    // Several: the first of them can still turn out to be committed when the second one runs.
    private List<Outcome.Accepted>? _lost;

    internal PendingOperation(DelayedOperation delayed)
        : this(delayed.Operation) => Delayed = delayed;

    internal Operation Operation { get; private set; } = operation;

    /// <summary>When it was accepted earlier and is to be posted now.</summary>
    internal DelayedOperation? Delayed { get; }

    /// <summary>The card dialects have no word for "later", and what was delayed once is tried again by the one who does it.</summary>
    internal bool MayBeDelayed => Delayed is null && Operation.Channel == Channel.Pismo;

    internal Activity? Request { get; } = WriterTelemetry.Request;

    /// <summary>Decided in a transaction that is not committed yet.</summary>
    internal Outcome? Outcome { get; set; }

    /// <summary>
    /// What the caller is told. After a commit whose answer was lost, what the database has under the tracking id may be this very
    /// operation; and a refusal is not final then, since the lost commit may still come through.
    /// </summary>
    internal WriteResult Resolution => _lost is null ? WriteResult.Decided(Outcome!) : ResolutionAfter(_lost);

    internal Task<WriteResult> Answer => _answer.Task;

    /// <summary>Remembers an outcome that is perhaps committed.</summary>
    internal void CommitLost()
    {
        if (Outcome is Outcome.Accepted accepted)
            (_lost ??= []).Add(accepted);
    }

    /// <summary>Its rows stay locked: it is accepted instead, and posted as soon as they are free.</summary>
    internal void Delay() => Operation = Operation with { Delay = TimeSpan.Zero };

    /// <summary>What the caller is told, or is about to be.</summary>
    internal WriteResult Result { get; private set; }

    internal void Resolve() => Resolve(Resolution);

    internal void Complete()
    {
        if (_answer.TrySetResult(Result))
            WriterTelemetry.Answered(Operation, Result);
    }

    internal void Resolve(WriteResult result)
    {
        Result = result;
        _isResolved = true;
    }

    /// <summary>Without effect on a caller who has an answer or is about to get one.</summary>
    internal void Complete(WriteResult result)
    {
        if (_isResolved)
            return;
        Resolve(result);
        Complete();
    }

    private WriteResult ResolutionAfter(List<Outcome.Accepted> lost) => Outcome switch
    {
        Outcome.Duplicate duplicate when lost.Find(item => IsOwn(item.Authorization, duplicate.Earlier)) is { } own =>
            WriteResult.Decided(own with { Authorization = own.Authorization with { Id = duplicate.Earlier.Id } }),
        Outcome.Rejected => WriteResult.Refused(WriteRefusal.Unavailable),
        _ => WriteResult.Decided(Outcome!),
    };

    /// <summary>
    /// Whether the stored one is what the lost commit wrote. An id alone does not tell: one that was given out and never committed may be
    /// given out again after a crash. An id of an optimistic transaction is not known before its answer; there everything else must agree.
    /// </summary>
    private static bool IsOwn(Authorization lost, Authorization stored) =>
        (lost.Id == stored.Id || lost.Id < BatchLoader.IdBlock)
        && (lost with { Id = stored.Id, CanceledAmount = stored.CanceledAmount, CanceledFee = stored.CanceledFee }) == stored;
}

/// <summary>
/// Tells the callers of a committed batch. A lone one goes on right here, on the thread that heard of the commit; many are shared out to
/// other threads, so that the writer is free for its next batch.
/// </summary>
internal sealed class Completions : IThreadPoolWorkItem
{
    /// <summary>Callers a work item. One each makes a queue of hundreds of items; all in one leaves a processor idle.</summary>
    private const int Share = 16;

    private readonly PendingOperation[] _callers;

    private Completions(PendingOperation[] callers) => _callers = callers;

    internal static void Resolve(IReadOnlyList<PendingOperation> batch)
    {
        foreach (var caller in batch)
            caller.Resolve();
        Complete(batch);
    }

    /// <summary>For callers whose results are settled.</summary>
    internal static void Complete(IReadOnlyList<PendingOperation> batch)
    {
        if (batch.Count == 1)
        {
            batch[0].Complete();
            return;
        }
        foreach (var share in batch.Chunk(Share))
            ThreadPool.UnsafeQueueUserWorkItem(new Completions(share), preferLocal: false);
    }

    public void Execute()
    {
        foreach (var caller in _callers)
            caller.Complete();
    }
}
