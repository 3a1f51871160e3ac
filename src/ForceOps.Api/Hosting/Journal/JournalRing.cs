namespace ForceOps.Api.Hosting.Journal;

/// <summary>The last requests of one org. Its memory grows with them up to its bound: most orgs of a test run make a few only.</summary>
internal sealed class JournalRing(int capacity)
{
    private const int FirstSize = 16;

    private readonly Lock _gate = new();
    private JournalEntry[] _entries = new JournalEntry[Math.Min(FirstSize, capacity)];
    private int _count;
    private int _next;
    private bool _dropped;

    /// <summary>Of the newest entry: entries are numbered over all orgs, so it tells which org was silent longest.</summary>
    internal long LastId { get; private set; }

    /// <summary>By how much the ring grew, 0 or 1; null when it was dropped meanwhile and takes nothing.</summary>
    internal int? Add(JournalEntry entry, ref long lastId)
    {
        lock (_gate)
        {
            if (_dropped)
                return null;
            if (_count == _entries.Length && _count < capacity)
                Grow();
            // Under the lock, so that ids ascend in the ring.
            LastId = entry.Id = Interlocked.Increment(ref lastId);
            _entries[_next] = entry;
            _next = (_next + 1) % _entries.Length;
            if (_count == _entries.Length)
                return 0;
            _count++;
            return 1;
        }
    }

    /// <summary>Newest first, as they are now.</summary>
    internal JournalEntry[] Read()
    {
        lock (_gate)
        {
            var newestFirst = new JournalEntry[_count];
            for (var i = 0; i < _count; i++)
                newestFirst[i] = _entries[(_next - 1 - i + _entries.Length) % _entries.Length];
            return newestFirst;
        }
    }

    /// <summary>Takes nothing from now on; answers how many it had.</summary>
    internal int Drop()
    {
        lock (_gate)
        {
            _dropped = true;
            return _count;
        }
    }

    /// <summary>Only while it has not gone round: the oldest is the first.</summary>
    private void Grow()
    {
        Array.Resize(ref _entries, Math.Min(capacity, _entries.Length * 2));
        _next = _count;
    }
}
