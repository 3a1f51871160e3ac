namespace ForceOps.Postgres.Writing;

/// <summary>
/// The waiting operations of one org. One writer works on a lane, so that an org does not fight itself for locks; a second one joins
/// only when a crowd waits, so that one batch is loaded and decided while the other is being flushed.
/// </summary>
internal sealed class Lane(OrgId org)
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
