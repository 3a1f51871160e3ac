using System.Collections.Concurrent;

namespace ForceOps.Postgres.Writing;

/// <summary>The waiting operations of one org. At most one writer works on a lane at a time, so that an org does not fight itself for locks.</summary>
internal sealed class Lane(OrgId org)
{
    private readonly ConcurrentQueue<PendingOperation> _waiting = new();
    private int _scheduled;

    internal OrgId Org => org;

    /// <summary>Adds an operation; true when the lane must be handed to a writer now.</summary>
    internal bool Add(PendingOperation operation)
    {
        _waiting.Enqueue(operation);
        return Interlocked.Exchange(ref _scheduled, 1) == 0;
    }

    /// <summary>Takes everything that waits, up to the limit.</summary>
    internal void Take(List<PendingOperation> batch, int limit)
    {
        while (batch.Count < limit && _waiting.TryDequeue(out var operation))
            batch.Add(operation);
    }

    /// <summary>Gives the lane back; true when more came meanwhile and it must be handed to a writer again.</summary>
    internal bool Release()
    {
        // A full fence: with a plain store the look at the queue may come first, and an operation that is added in between would wait
        // for the next one to be noticed.
        Interlocked.Exchange(ref _scheduled, 0);
        return !_waiting.IsEmpty && Interlocked.Exchange(ref _scheduled, 1) == 0;
    }
}
