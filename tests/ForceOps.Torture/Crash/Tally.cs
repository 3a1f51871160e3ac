namespace ForceOps.Torture.Crash;

/// <summary>Counts what clients met since it was last read, over all of them.</summary>
internal sealed class Tally
{
    private readonly Lock _lock = new();
    private readonly List<string> _undocumented = [];
    private readonly List<string> _hangs = [];
    private int _settled;
    private int _unanswered;

    /// <summary>The operations that have an end, since the run began.</summary>
    internal int Settled => Volatile.Read(ref _settled);

    /// <summary>The tries without an answer, since the run began.</summary>
    internal int Unanswered => Volatile.Read(ref _unanswered);

    internal void Settle() => Interlocked.Increment(ref _settled);

    internal void MissAnswer() => Interlocked.Increment(ref _unanswered);

    internal void NoteUndocumented(string what)
    {
        lock (_lock)
            _undocumented.Add(what);
    }

    internal void NoteHang(string what)
    {
        lock (_lock)
            _hangs.Add(what);
    }

    /// <summary>What was noted since the last call.</summary>
    internal (IReadOnlyList<string> Undocumented, IReadOnlyList<string> Hangs) Take()
    {
        lock (_lock)
        {
            var taken = (_undocumented.ToArray(), _hangs.ToArray());
            _undocumented.Clear();
            _hangs.Clear();
            return taken;
        }
    }
}
