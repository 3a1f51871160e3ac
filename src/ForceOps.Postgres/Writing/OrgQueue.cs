using System.Diagnostics;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Queues the waiting operations of one org. One writer works on an org queue, so that batches of one org do not compete for
/// locks. A second writer joins only when a crowd waits, so that one batch is loaded and decided while the other batch is being
/// flushed.
/// </summary>
internal sealed class OrgQueue(OrgId org)
{
    private const int WritersMax = 2;

    /// <summary>
    /// The number of waiting operations that are enough for a batch of their own: fewer operations are cheaper together with
    /// those that come while the first batch is under way.
    /// </summary>
    private const int Crowd = 48;

    // The gate is a lock, not an interlocked flag: the waiting operations and the number of writers must change together, or an
    // operation is overlooked.
    private readonly Lock _gate = new();
    private readonly Queue<PendingOperation> _waiting = new();
    private int _writers;

    internal OrgId Org => org;

    /// <summary>Adds an operation; returns true when the org queue must be handed to a writer now.</summary>
    internal bool Add(PendingOperation operation)
    {
        lock (_gate)
        {
            _waiting.Enqueue(operation);
            return NeedsWriter();
        }
    }

    /// <summary>Takes all waiting operations, up to the limit; takes none when another writer was faster.</summary>
    internal void Take(List<PendingOperation> batch, int limit)
    {
        lock (_gate)
        {
            while (batch.Count < limit && _waiting.TryDequeue(out var operation))
                batch.Add(operation);
        }
    }

    /// <summary>
    /// Gives the org queue back; returns true when more operations came meanwhile and the queue must be handed to a writer again.
    /// </summary>
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

/// <summary>Holds an operation on its way through the writer, and the task on which its caller waits.</summary>
internal sealed class PendingOperation(Operation operation)
{
    // The caller continues inside Complete: code that completes many callers sends them to other threads (Completions), and a
    // lone caller saves a change of threads.
    private readonly TaskCompletionSource<WriteResult> _answer = new();

    private bool _isResolved;

    // There can be several lost outcomes: the first can still turn out to be committed when the second one runs.
    private List<Outcome.Accepted>? _lost;

    internal PendingOperation(DelayedOperation delayed)
        : this(delayed.Operation) => Delayed = delayed;

    internal Operation Operation { get; private set; } = operation;

    /// <summary>The delayed operation, when it was accepted earlier and is to be posted now; null otherwise.</summary>
    internal DelayedOperation? Delayed { get; }

    /// <summary>
    /// True when the operation may be accepted for later. The card dialects have no word for "later", and the worker that posts
    /// delayed operations tries them again itself.
    /// </summary>
    internal bool MayBeDelayed => Delayed is null && !IsAllOrNone && Operation.Channel == Channel.Pismo;

    /// <summary>True when all operations of the batch are posted, or none: the batch is not cut, and no part of it waits.</summary>
    internal bool IsAllOrNone { get; init; }

    /// <summary>
    /// True when the operation could be posted and was not, because another one of its batch, all of which or none are posted, could not.
    /// </summary>
    internal bool IsUndone { get; set; }

    internal Activity? Request { get; } = WriterTelemetry.Request;

    /// <summary>The outcome of a transaction that is not committed yet; null before the decision.</summary>
    internal Outcome? Outcome { get; set; }

    /// <summary>
    /// The result that the caller gets. After a commit whose answer was lost, the operation that the database has under the
    /// tracking id may be this very operation; and a refusal is not final in this case, since the lost commit may still come
    /// through.
    /// </summary>
    internal WriteResult Resolution => IsUndone ? default : _lost is null ? WriteResult.Decided(Outcome!) : ResolutionAfter(_lost);

    internal Task<WriteResult> Answer => _answer.Task;

    /// <summary>Remembers an outcome that is perhaps committed.</summary>
    internal void CommitLost()
    {
        if (Outcome is Outcome.Accepted accepted)
            (_lost ??= []).Add(accepted);
    }

    /// <summary>
    /// Changes the operation so that it is accepted for later and posted as soon as its rows, which stay locked, are free.
    /// </summary>
    internal void Delay() => Operation = Operation with { Delay = TimeSpan.Zero };

    /// <summary>The result that the caller has or is about to get.</summary>
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

    /// <summary>Completes the operation with a result; has no effect on a caller who has an answer or is about to get one.</summary>
    internal void Complete(WriteResult result)
    {
        if (_isResolved)
            return;
        Resolve(result);
        Complete();
    }

    /// <summary>
    /// Ends the caller's wait, not the operation, which may be on its way: the caller learns the outcome by the tracking id.
    /// </summary>
    internal void GiveUp()
    {
        var refused = WriteResult.Refused(WriteRefusal.Unavailable);
        if (_answer.TrySetResult(refused))
            WriterTelemetry.Answered(Operation, refused);
    }

    private WriteResult ResolutionAfter(List<Outcome.Accepted> lost) => Outcome switch
    {
        Outcome.Duplicate duplicate when lost.Find(item => IsOwn(item.Authorization, duplicate.Earlier)) is { } own =>
            WriteResult.Decided(own with { Authorization = own.Authorization with { Id = duplicate.Earlier.Id } }),
        Outcome.Rejected => WriteResult.Refused(WriteRefusal.Unavailable),
        _ => WriteResult.Decided(Outcome!),
    };

    /// <summary>
    /// Returns true when the stored authorization is the one that the lost commit wrote. An id alone does not tell: an id that
    /// was given out and never committed may be given out again after a crash. An id of an optimistic transaction is not known
    /// before the transaction's answer; in this case everything else must agree.
    /// </summary>
    private static bool IsOwn(Authorization lost, Authorization stored) =>
        (lost.Id == stored.Id || lost.Id < BatchLoader.IdBlock)
        && (lost with { Id = stored.Id, CanceledAmount = stored.CanceledAmount, CanceledFee = stored.CanceledFee }) == stored;
}

/// <summary>
/// Completes the callers of a batch. A lone caller goes on right here, on the thread that received the commit's answer; many
/// callers are shared out to other threads, so that the writer is free for its next batch.
/// </summary>
internal sealed class Completions : IThreadPoolWorkItem
{
    /// <summary>
    /// The number of callers per work item. One caller per item makes a queue of hundreds of items; all callers in one item leave
    /// a processor idle.
    /// </summary>
    private const int Share = 16;

    private readonly PendingOperation[] _callers;

    private Completions(PendingOperation[] callers) => _callers = callers;

    internal static void Resolve(IReadOnlyList<PendingOperation> batch)
    {
        foreach (var caller in batch)
            caller.Resolve();
        Complete(batch);
    }

    /// <summary>
    /// Ends the waits of callers on other threads: there may be thousands, and whoever gives them up has others to look after.
    /// </summary>
    internal static void GiveUp(IReadOnlyList<PendingOperation> callers)
    {
        foreach (var share in callers.Chunk(Share))
            ThreadPool.UnsafeQueueUserWorkItem(
                static callers => Array.ForEach(callers, static caller => caller.GiveUp()), share, preferLocal: false);
    }

    /// <summary>Completes callers whose results are resolved.</summary>
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
