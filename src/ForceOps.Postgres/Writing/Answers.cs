namespace ForceOps.Postgres.Writing;

/// <summary>
/// Tells the callers of a committed batch. A lone one goes on right here, on the thread that heard of the commit; many are shared out to
/// other threads, so that the writer is free for its next batch.
/// </summary>
internal sealed class Answers : IThreadPoolWorkItem
{
    /// <summary>Callers a work item. One each makes a queue of hundreds of items; all in one leaves a processor idle.</summary>
    private const int Share = 16;

    private readonly PendingOperation[] _callers;

    private Answers(PendingOperation[] callers) => _callers = callers;

    internal static void Give(IReadOnlyList<PendingOperation> batch)
    {
        foreach (var caller in batch)
            caller.Settle();
        Tell(batch);
    }

    /// <summary>For callers whose results are settled.</summary>
    internal static void Tell(IReadOnlyList<PendingOperation> batch)
    {
        if (batch.Count == 1)
        {
            batch[0].Tell();
            return;
        }
        foreach (var share in batch.Chunk(Share))
            ThreadPool.UnsafeQueueUserWorkItem(new Answers(share), preferLocal: false);
    }

    public void Execute()
    {
        foreach (var caller in _callers)
            caller.Tell();
    }
}
