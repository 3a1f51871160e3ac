namespace ForceOps.Findings;

/// <summary>
/// Collects the findings of histories that follow each other and overlap: each is what a bounded memory still has at its time. A breach
/// that several of them show counts once. The class is not safe for several threads at once.
/// </summary>
public sealed class FindingBook
{
    /// <summary>
    /// The most findings that are kept. Rules and kinds of operations are few; only the names of webhooks are the client's own, and nobody
    /// reads more than a hundred findings.
    /// </summary>
    private const int FindingsMax = 100;

    private readonly Dictionary<string, KeptFinding> _kept = new(StringComparer.Ordinal);

    /// <summary>The findings, the most severe first, and of those the latest first.</summary>
    public IReadOnlyList<Finding> Findings =>
    [
        .. _kept.Values.OrderByDescending(kept => kept.Latest.Rule.Severity).ThenByDescending(kept => kept.Latest.To)
            .ThenBy(kept => kept.Latest.FindingId, StringComparer.Ordinal).Select(kept => kept.ToFinding()),
    ];

    /// <summary>Adds what a history shows.</summary>
    /// <param name="history">The history.</param>
    /// <param name="since">
    /// The time from which the history is complete: what began before it may be missing. A breach that began later and is not shown any
    /// more is withdrawn; one that began before is kept.
    /// </param>
    public void Add(ObservedHistory history, DateTimeOffset since)
    {
        var shown = RuleBook.Judge(history).ToLookup(occurrence => occurrence.FindingId, StringComparer.Ordinal);
        foreach (var group in shown)
        {
            if (!_kept.TryGetValue(group.Key, out var kept))
            {
                if (_kept.Count >= FindingsMax)
                    continue;
                _kept.Add(group.Key, kept = new KeptFinding(group.First()));
            }
            foreach (var occurrence in group)
                kept.Add(occurrence);
        }
        foreach (var (id, kept) in _kept)
        {
            kept.Settle([.. shown[id]], since);
            if (kept.Seen == 0)
                _kept.Remove(id);
        }
    }

    /// <summary>Holds one finding: a count of the breaches that no history can show any more, and those that one still can.</summary>
    private sealed class KeptFinding(Occurrence first)
    {
        private readonly Dictionary<string, (DateTimeOffset From, DateTimeOffset To)> _open = new(StringComparer.Ordinal);
        private long _settled;

        internal Occurrence Latest { get; private set; } = first;

        internal long Seen => _settled + _open.Count;

        internal void Add(Occurrence occurrence)
        {
            _open[occurrence.Key] = (occurrence.From, occurrence.To);
            if (occurrence.To >= Latest.To)
                Latest = occurrence;
        }

        internal void Settle(IReadOnlyList<Occurrence> shown, DateTimeOffset since)
        {
            var keys = shown.Select(occurrence => occurrence.Key).ToHashSet(StringComparer.Ordinal);
            foreach (var (key, (from, to)) in _open)
            {
                if (keys.Contains(key))
                    continue;
                // What began in the part that is complete, and is not shown any more, was withdrawn.
                if (from >= since)
                    _open.Remove(key);
                else if (to < since && _open.Remove(key))
                    _settled++;
            }
            if (!_open.ContainsKey(Latest.Key) && Latest.From >= since && shown.Count > 0)
                Latest = shown[^1];
        }

        internal Finding ToFinding() => new(
            Latest.FindingId, Latest.Rule.Name, Latest.Rule.Severity, Latest.Rule.Title, Latest.Rule.Why, Latest.Story, Seen,
            Latest.Rule.Fix, Latest.Rule.Docs);
    }
}
