using System.Collections.Concurrent;
using System.Globalization;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Findings;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Findings;

/// <summary>
/// Looks at what clients do, through the request journal, and keeps what was found for each org in the memory of this process. A request
/// costs no more than its journal entry; the rules run when somebody asks, and beside the requests whenever half of an org's entries are
/// new, so that nothing leaves the journal before it was judged.
/// </summary>
internal sealed partial class FindingsObserver(
    RequestJournal journal, MoneyRoutes routes, IOptions<ForceOpsOptions> options, TimeProvider clock, ILogger<FindingsObserver> log)
{
    /// <summary>
    /// Of so many looks at an org in which everything succeeded, one applies the rules about habits: one in some 25,000 requests. A habit
    /// shows again, and a busy and correct client shall cost nothing.
    /// </summary>
    private const int CalmLooks = 50;

    /// <summary>
    /// The time between two looks while failures are still open and all that is new succeeds. A busy client of which one request got no
    /// answer shall not pay for that for minutes.
    /// </summary>
    private static readonly TimeSpan PauseWithOpen = TimeSpan.FromSeconds(1);

    /// <summary>The most requests that are kept until such a look: those that may have to do with a failure. One more brings it.</summary>
    private const int RelatedMax = 1000;

    private readonly FindingsOptions _options = options.Value.Findings;
    private readonly ConcurrentDictionary<OrgId, ObservedOrg> _orgs = new();
    private long _looks;

    internal bool IsOn => _options.Enabled && journal.IsOn;

    /// <summary>Begins to look at the journal beside the requests.</summary>
    internal void Start() => journal.HalfIsNew = (org, isPlain) =>
    {
        var observed = Of(org);
        var isTurn = observed.IsTurnInCalm();
        if (!isPlain || isTurn || observed.HasOpen)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static state => state.Observer.LookBeside(state.Org, state.MayWait),
                (Observer: this, Org: org, MayWait: isPlain && !isTurn), preferLocal: false);
        }
    };

    /// <summary>Returns the org's findings as they are now, the most severe first.</summary>
    internal IReadOnlyList<Finding> Read(OrgId org)
    {
        var observed = Of(org);
        lock (observed)
        {
            Judge(org, observed);
            return observed.Book.Findings;
        }
    }

    /// <summary>
    /// Judges a part of the org's history for itself, as far as the memory has it: what an attack on a client, or one test, saw. Nothing is
    /// kept of it.
    /// </summary>
    /// <param name="org">The org.</param>
    /// <param name="since">The time at which the part begins, by the real clock.</param>
    /// <param name="window">The window; null for that of the settings.</param>
    /// <param name="isWorkByAccount">True when requests of one account, and no others, are parts of the same work.</param>
    internal (IReadOnlyList<Finding> Findings, SeenOfClient Seen) ReadPart(
        OrgId org, DateTimeOffset since, TimeSpan? window, bool isWorkByAccount)
    {
        var observed = Of(org);
        List<ObservedDelivery> deliveries;
        lock (observed)
            deliveries = [.. observed.Deliveries.Where(delivery => delivery.At >= since)];
        var entries = journal.ReadSinceCut(org).Entries.Where(entry => entry.Time >= since).ToList();
        var requests = RequestsOf(entries).Select(request => isWorkByAccount ? request with { Work = WorkOf(request) } : request).ToList();
        var findings = RuleBook.FindingsOf(
            new ObservedHistory(requests, deliveries, DenialsOf(entries), clock.GetUtcNow(), window ?? _options.Window));
        return (findings, new SeenOfClient(requests.Count, requests.Count(request => request.Token is not null)));
    }

    /// <summary>Notes a remarkable delivery of an event.</summary>
    internal void Saw(OrgId org, ObservedDelivery delivery)
    {
        if (!IsOn)
            return;
        var observed = Of(org);
        lock (observed)
        {
            observed.Deliveries.Enqueue(delivery);
            if (observed.Deliveries.Count > _options.DeliveriesMax)
                observed.Horizon.Forget(observed.Deliveries.Dequeue().At);
            // As with requests: what is forgotten was judged before.
            if (++observed.NewDeliveries > _options.DeliveriesMax / 2)
                JudgeUnasked(org, observed);
        }
    }

    /// <summary>Forgets the org's findings and its history: it begins again.</summary>
    internal void Forget(OrgId org)
    {
        journal.Cut(org);
        _orgs.TryRemove(org, out _);
    }

    /// <summary>
    /// Keeps the org's findings and ends its history: the books are others from now on, and no request follows from one before.
    /// </summary>
    internal void Cut(OrgId org)
    {
        if (!IsOn)
            return;
        var observed = Of(org);
        lock (observed)
        {
            JudgeUnasked(org, observed);
            journal.Cut(org);
            observed.Deliveries.Clear();
            observed.CutAt = clock.GetUtcNow();
            observed.Horizon.Forget(observed.CutAt);
        }
    }

    /// <param name="mayWait">True when all that is new succeeded.</param>
    private void LookBeside(OrgId org, bool mayWait)
    {
        var observed = Of(org);
        // Who looks already sees what is new, too.
        if (!Monitor.TryEnter(observed))
            return;
        try
        {
            if (!mayWait || !MayWait(org, observed))
                JudgeUnasked(org, observed);
        }
        finally
        {
            Monitor.Exit(observed);
        }
    }

    /// <summary>
    /// Returns true when the last look is not long ago. What has to do with the failed operations that are carried over is kept for the
    /// next one; all else that leaves the journal until then succeeded, and says nothing about them.
    /// </summary>
    private bool MayWait(OrgId org, ObservedOrg observed)
    {
        if (observed.Deliveries.Count > 0 || clock.GetElapsedTime(observed.JudgedAt) > PauseWithOpen)
            return false;
        var ids = observed.Book.Carried.Select(request => request.TrackingId).ToHashSet(StringComparer.Ordinal);
        var accounts = observed.Book.Carried.Select(request => request.Money?.Account).ToHashSet();
        foreach (var request in RequestsOf(journal.ReadSinceCut(org).Entries.Where(IsRelated)))
            observed.Related[request.Id] = request;
        return observed.Related.Count <= RelatedMax;

        // Of a force alone one sees at once what it is about.
        bool IsRelated(RecordedRequest entry) => entry is not { Request: { From.Kind: null, To.Kind: null } body }
            || body.OriginalTrackingId is not null || body.AuthorizationId.Comparable is not null
            || accounts.Contains(body.AccountId.Comparable) || ids.Contains(body.TrackingId);
    }

    /// <summary>Applies the rules while nobody waits for the findings. An error in a rule must end no posting and no delivery.</summary>
    private void JudgeUnasked(OrgId org, ObservedOrg observed)
    {
        try
        {
            Judge(org, observed);
        }
        catch (Exception error)
        {
            LogRulesFailed(error, org);
        }
    }

    private void Judge(OrgId org, ObservedOrg observed)
    {
        (observed.NewDeliveries, observed.JudgedAt) = (0, clock.GetTimestamp());
        var (entries, isWhole) = journal.ReadSinceCut(org);
        var oldest = entries.Count == 0 ? long.MaxValue : entries[^1].Id;
        var history = new ObservedHistory(
            RequestsOf(entries).Concat(observed.Book.Carried.Concat(observed.Related.Values).DistinctBy(request => request.Id)
                .Where(request => request.Id < oldest && request.At >= observed.CutAt)),
            observed.Deliveries, DenialsOf(entries), clock.GetUtcNow(), _options.Window);
        var since = observed.Horizon.At(
            entries is [.., var last] ? EndOf(last) : null, entries is [var newest, ..] ? EndOf(newest) : null, isWhole, history.Now);
        observed.Book.Add(history, since);
        observed.Related.Clear();
        // Nothing follows from older deliveries, and an org that has none is looked at more seldom.
        while (observed.Deliveries.TryPeek(out var delivery) && history.Now - delivery.At > 2 * history.Window)
            observed.Horizon.Forget(observed.Deliveries.Dequeue().At);
    }

    private IEnumerable<ObservedRequest> RequestsOf(IEnumerable<RecordedRequest> entries) => entries
        .Where(entry => entry is { Method: not null, Client.IsTester: false })
        .Select(entry => ObservedEntries.Of(entry, routes.Of(entry.Route)));

    private static IEnumerable<ObservedDenial> DenialsOf(IEnumerable<RecordedRequest> entries) =>
        entries.Select(ObservedEntries.DenialOf).OfType<ObservedDenial>();

    /// <summary>Returns the account as the name of the work; null where a request names none, as a cancellation.</summary>
    private static string? WorkOf(ObservedRequest request) => request.Money?.Account?.ToString(CultureInfo.InvariantCulture);

    private static EndedRequest EndOf(RecordedRequest entry) => new(entry.Id, entry.Time + entry.Duration);

    private ObservedOrg Of(OrgId org)
    {
        var observed = _orgs.GetOrAdd(org, static _ => new ObservedOrg());
        observed.LookedAt = Interlocked.Increment(ref _looks);
        if (_orgs.Count > _options.OrgsMax)
            DropSilentOrgs();
        return observed;
    }

    /// <summary>Drops a tenth of the orgs, so that not every look at a new one has to drop another.</summary>
    private void DropSilentOrgs()
    {
        foreach (var (org, _) in _orgs.ToArray().OrderBy(pair => pair.Value.LookedAt).Take((_options.OrgsMax / 10) + 1))
            _orgs.TryRemove(org, out _);
    }

    [LoggerMessage(LogLevel.Warning, "The rules of findings failed for {Org}, which keeps the findings that it had")]
    private partial void LogRulesFailed(Exception error, OrgId org);

    /// <summary>Holds what is kept of an org. Whoever reads or changes it holds its lock.</summary>
    private sealed class ObservedOrg
    {
        private long _calmLooks;

        internal FindingBook Book { get; } = new();

        internal Queue<ObservedDelivery> Deliveries { get; } = new();

        internal int NewDeliveries { get; set; }

        internal MemoryHorizon Horizon { get; } = new();

        /// <summary>The time of the last cut, before which nothing is carried over.</summary>
        internal DateTimeOffset CutAt { get; set; } = DateTimeOffset.MinValue;

        internal long LookedAt { get; set; }

        /// <summary>What may have to do with a failure that is carried over, by its id, since the last judgement.</summary>
        internal Dictionary<long, ObservedRequest> Related { get; } = [];

        /// <summary>The time stamp of the last judgement.</summary>
        internal long JudgedAt { get; set; }

        /// <summary>True while later requests or deliveries decide about earlier ones.</summary>
        internal bool HasOpen => Deliveries.Count > 0 || Book.Carried.Count > 0;

        /// <summary>Returns true once in so many times.</summary>
        internal bool IsTurnInCalm() => (Interlocked.Increment(ref _calmLooks) - 1) % CalmLooks == 0;
    }
}

/// <summary>Counts what was looked at for a judgement, since a client that did nothing does nothing wrong.</summary>
/// <param name="Requests">The client's requests.</param>
/// <param name="WithToken">Those of them that brought a token.</param>
internal sealed record SeenOfClient(int Requests, int WithToken);

/// <summary>Starts the observer with the service.</summary>
internal static class ObserverStart
{
    internal static void UseFindings(this WebApplication app)
    {
        var observer = app.Services.GetRequiredService<FindingsObserver>();
        if (observer.IsOn)
            observer.Start();
    }
}
