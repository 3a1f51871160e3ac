using System.Runtime.InteropServices;

namespace ForceOps.Tests.Optimistic;

/// <summary>A state that can come next, how it comes about, and what it breaks.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Successor(ModelState State, ModelEvent Event, Violation Violation = Violation.None);

/// <summary>
/// Visits every state that a model can reach, breadth first, so that the first trace which breaks something is a shortest one. States are
/// kept whole and compared byte by byte: nothing is taken for visited that was not.
/// </summary>
internal sealed class Interleavings(WritingModel model)
{
    private readonly List<ModelState> _states = [];
    private readonly List<int> _parents = [];
    private readonly List<(int From, int To)> _edges = [];
    private readonly List<int> _ends = [];
    private int[] _table = new int[1 << 12];

    internal int Count => _states.Count;

    /// <summary>The number of steps between states.</summary>
    internal int Steps => _edges.Count;

    /// <summary>The number of states from which nothing goes on.</summary>
    internal int Ends => _ends.Count;

    internal Violation Broken { get; private set; }

    /// <summary>The shortest way to what was broken.</summary>
    internal IReadOnlyList<Successor> Trace { get; private set; } = [];

    /// <summary>Explores until something is broken, or everything was visited.</summary>
    internal Interleavings Explore()
    {
        var next = new List<Successor>();
        TryAdd(model.First(), parent: -1);
        for (var at = 0; at < _states.Count && Broken == Violation.None; at++)
        {
            next.Clear();
            var state = _states[at];
            model.AddNext(state, next);
            foreach (var successor in next)
            {
                if (successor.Violation != Violation.None)
                {
                    Break(successor.Violation, at, successor);
                    return this;
                }
                _edges.Add((at, TryAdd(successor.State, at)));
            }
            if (next.Count > 0)
                continue;
            _ends.Add(at);
            if (model.EndOf(state) is not Violation.None and var end)
                Break(end, at, new Successor(state, new ModelEvent(EventKind.End, 0, 0), end));
        }
        if (Broken == Violation.None && FirstWithoutEnd() is { } astray)
            Break(Violation.NobodyGoesOn, astray, new Successor(_states[astray], new ModelEvent(EventKind.End, 0, 0)));
        return this;
    }

    /// <summary>The first state from which no end can be reached, although somebody always goes on.</summary>
    private int? FirstWithoutEnd()
    {
        // Sorted by target, the edges into a state stand together.
        var starts = new int[_states.Count + 1];
        foreach (var (_, to) in _edges)
            starts[to + 1]++;
        for (var i = 0; i < _states.Count; i++)
            starts[i + 1] += starts[i];
        var (sources, places) = (new int[_edges.Count], starts.ToArray());
        foreach (var (from, to) in _edges)
            sources[places[to]++] = from;
        var (reaches, waiting) = (new bool[_states.Count], new Stack<int>(_ends));
        while (waiting.TryPop(out var at))
        {
            if (reaches[at])
                continue;
            reaches[at] = true;
            for (var i = starts[at]; i < starts[at + 1]; i++)
                waiting.Push(sources[i]);
        }
        return Array.IndexOf(reaches, value: false) is >= 0 and var astray ? astray : null;
    }

    private void Break(Violation violation, int at, Successor last)
    {
        Broken = violation;
        var path = new List<int>();
        for (var index = at; index >= 0; index = _parents[index])
            path.Add(index);
        path.Reverse();
        var (trace, next) = (new List<Successor>(), new List<Successor>());
        foreach (var (from, to) in path.Zip(path.Skip(1)))
        {
            next.Clear();
            model.AddNext(_states[from], next);
            trace.Add(next.First(item => BytesOf(Canonical(item.State)).SequenceEqual(BytesOf(_states[to]))));
        }
        Trace = [.. trace, last];
    }

    private int TryAdd(in ModelState found, int parent)
    {
        var state = Canonical(found);
        if (_states.Count * 2 > _table.Length)
            Grow();
        var slot = SlotOf(state);
        if (_table[slot] != 0)
            return _table[slot] - 1;
        _states.Add(state);
        _parents.Add(parent);
        _table[slot] = _states.Count;
        return _states.Count - 1;
    }

    private static ModelState Canonical(ModelState state)
    {
        ModelDatabase.Renumber(ref state);
        return state;
    }

    private int SlotOf(in ModelState state)
    {
        var bytes = BytesOf(state);
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        var slot = hash.ToHashCode() & (_table.Length - 1);
        var states = CollectionsMarshal.AsSpan(_states);
        while (_table[slot] != 0 && !BytesOf(states[_table[slot] - 1]).SequenceEqual(bytes))
            slot = (slot + 1) & (_table.Length - 1);
        return slot;
    }

    private void Grow()
    {
        _table = new int[_table.Length * 2];
        for (var i = 0; i < _states.Count; i++)
            _table[SlotOf(_states[i])] = i + 1;
    }

    private static ReadOnlySpan<byte> BytesOf(in ModelState state) => MemoryMarshal.AsBytes(new ReadOnlySpan<ModelState>(in state));
}
