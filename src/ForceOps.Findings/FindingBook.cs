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

    /// <summary>
    /// The most requests that are carried over. They are those of failed operations that wait for their next try, and more of them at once
    /// mean an outage, in which one finding tells as much as a hundred.
    /// </summary>
    private const int CarriedMax = 200;

    private readonly Dictionary<string, KeptFinding> _kept = new(StringComparer.Ordinal);

    /// <summary>The findings, the most severe first, and of those the latest first.</summary>
    public IReadOnlyList<Finding> Findings =>
    [
        .. _kept.Values.OrderByDescending(kept => kept.Latest.Rule.Severity).ThenByDescending(kept => kept.Latest.To)
            .ThenBy(kept => kept.Latest.FindingId, StringComparer.Ordinal).Select(kept => kept.ToFinding()),
    ];

    /// <summary>
    /// The requests that the next history must have too, though the memory has forgotten them: what comes later decides about them, and in
    /// a crowd a memory can be shorter than the pause before a retry.
    /// </summary>
    public IReadOnlyList<ObservedRequest> Carried { get; private set; } = [];

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
                kept.Add(occurrence, history.Now);
        }
        foreach (var (id, kept) in _kept)
        {
            kept.Settle([.. shown[id]], since, history.Window);
            if (kept.Seen == 0)
                _kept.Remove(id);
        }
        Carried = history.IsCalm ? [] : CarriedFrom(history, shown.SelectMany(group => group));
    }

    private static IReadOnlyList<ObservedRequest> CarriedFrom(ObservedHistory history, IEnumerable<Occurrence> shown)
    {
        var unsure = shown.Where(occurrence => occurrence.Rule.MayBeWithdrawn && history.Now - occurrence.To <= history.Window)
            .SelectMany(occurrence => occurrence.Story).Select(evidence => evidence.RequestId).ToHashSet();
        // An operation is carried whole or not at all: one without its first try would look like another one.
        var carried = new List<ObservedRequest>();
        foreach (var asked in history.Operations
            .Where(asked => unsure.Contains(asked.First.Id) || unsure.Contains(asked.Last.Id) || IsOpen(asked, history))
            .OrderByDescending(asked => asked.Last.At).ThenByDescending(asked => asked.Last.Id))
        {
            if (carried.Count + asked.Tries.Count <= CarriedMax)
                carried.AddRange(asked.Tries);
        }
        return carried;
    }

    /// <summary>Returns true for a failed operation that may still come again, or that is not yet known to be lost.</summary>
    private static bool IsOpen(AskedOperation asked, ObservedHistory history) =>
        !asked.IsConcluded && history.Now - asked.Last.At <= (2 * history.Window) + (asked.Last.RetryAfter ?? TimeSpan.Zero);

    /// <summary>Holds one finding: a count of the breaches that no history can show any more, and those that one still can.</summary>
    private sealed class KeptFinding(Occurrence first)
    {
        private readonly Dictionary<string, (DateTimeOffset From, DateTimeOffset To, DateTimeOffset Shown)> _open =
            new(StringComparer.Ordinal);

        private long _settled;

        internal Occurrence Latest { get; private set; } = first;

        internal long Seen => _settled + _open.Count;

        internal void Add(Occurrence occurrence, DateTimeOffset now)
        {
            _open[occurrence.Key] = (occurrence.From, occurrence.To, now);
            if (occurrence.To >= Latest.To)
                Latest = occurrence;
        }

        internal void Settle(IReadOnlyList<Occurrence> shown, DateTimeOffset since, TimeSpan window)
        {
            var keys = shown.Select(occurrence => occurrence.Key).ToHashSet(StringComparer.Ordinal);
            foreach (var (key, (from, to, last)) in _open)
            {
                if (keys.Contains(key))
                    continue;
                // What began in the part that is complete, and is not shown any more, was withdrawn. So was what is carried over until it
                // is sure, and is not.
                if (from >= since || !IsSure(to, last, window))
                    _open.Remove(key);
                else if (to < since && _open.Remove(key))
                    _settled++;
            }
            if (Seen > 0 && !_open.ContainsKey(Latest.Key) && Latest.From >= since && shown.Count > 0)
                Latest = shown[^1];
        }

        /// <summary>
        /// Returns true when a breach counts although it is forgotten. One that may be withdrawn counts only if the client had a whole
        /// window to do so.
        /// </summary>
        private bool IsSure(DateTimeOffset to, DateTimeOffset last, TimeSpan window) =>
            !Latest.Rule.MayBeWithdrawn || last - to > window;

        internal Finding ToFinding() => new(
            Latest.FindingId, Latest.Rule.Name, Latest.Rule.Severity, Latest.Rule.Title, Latest.Rule.Why, Latest.Story, Seen,
            Latest.Rule.Fix, Latest.Rule.Docs);
    }
}
