using System.Data.Common;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Faults;

/// <summary>
/// The rules in force, kept in memory: a rule counts at once in the process that it was put to, elsewhere a moment later (<see cref="RefreshingValue{T}"/>).
/// Those of all orgs are one value: callers that nobody has let in yet may name any org, and must not cause a read or an entry each.
/// Counts go on over reads, as long as a rule is not put again.
/// </summary>
internal sealed class FaultRules
{
    private readonly FaultRuleStore _stored;
    private readonly RefreshingValue<Dictionary<OrgId, OrgFaults>> _recent;
    private readonly Lock _lock = new();
    private Task _reading = Task.CompletedTask;
    private Dictionary<OrgId, OrgFaults> _last = [];

    public FaultRules(FaultRuleStore stored, TimeProvider clock)
    {
        _stored = stored;
        _recent = new RefreshingValue<Dictionary<OrgId, OrgFaults>>(ReadAsync, clock);
    }

    /// <summary>Of the orgs that have any.</summary>
    internal ValueTask<Dictionary<OrgId, OrgFaults>> AllAsync() => _recent.GetAsync();

    internal async ValueTask<OrgFaults> OfAsync(OrgId org) => (await AllAsync()).GetValueOrDefault(org, OrgFaults.None);

    /// <summary>For whoever has changed rules.</summary>
    internal void Forget() => _recent.Forget();

    /// <summary>One read after the other, so that an older one never takes the place of a younger one and its counts.</summary>
    private Task<Dictionary<OrgId, OrgFaults>> ReadAsync()
    {
        lock (_lock)
        {
            var read = ReadAfterAsync(_reading);
            _reading = read;
            return read;
        }
    }

    private async Task<Dictionary<OrgId, OrgFaults>> ReadAfterAsync(Task before)
    {
        // Whatever became of it: one read that failed says nothing about the next one.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            var known = new Dictionary<OrgId, OrgFaults>();
            foreach (var rows in (await _stored.AllAsync()).GroupBy(row => new OrgId(row.Org)))
            {
                var earlier = _last.GetValueOrDefault(rows.Key, OrgFaults.None);
                known[rows.Key] = new OrgFaults([.. rows.Select(row => earlier.Find(row.Stamp) ?? Counted(row)).OfType<CountedRule>()]);
            }
            return _last = known;
        }
        // Faults are no reason for a payment to fail: it goes on with what was known, and tells itself that the database is away.
        catch (Exception error) when (IsDatabaseAway(error))
        {
            return _last;
        }
    }

    /// <summary>Null for what another build has written and this one does not understand.</summary>
    private static CountedRule? Counted(FaultRuleRow row) =>
        FaultsJson.Read(row.Definition) is { } body && FaultRuleParser.Read(row.Name, body).Rule is { } rule ? new CountedRule(rule, row.Stamp) : null;

    private static bool IsDatabaseAway(Exception error) => error is DbException or TimeoutException;
}

/// <summary>The rules of one org, in the order of their names.</summary>
internal sealed class OrgFaults(IReadOnlyList<CountedRule> rules)
{
    internal static readonly OrgFaults None = new([]);

    private readonly List<CountedRule> _ofRequests = [.. rules.Where(change => change.Rule.Effect.Webhooks is null)];
    private readonly List<CountedRule> _ofEvents = [.. rules.Where(change => change.Rule.Effect.Webhooks is not null)];

    internal CountedRule? Find(Guid stamp) => rules.FirstOrDefault(change => change.Stamp == stamp);

    /// <summary>Those that the request may be struck by, as far as path and method tell.</summary>
    internal IReadOnlyList<CountedRule> OnRoute(HttpContext http)
    {
        if (_ofRequests.Count == 0)
            return [];
        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        return _ofRequests.FindAll(change => change.Rule.Match.IsOnRoute(pattern, http.Request));
    }

    /// <summary>What goes wrong with the delivery of an operation's events; the first rule decides.</summary>
    internal WebhookFault? OfEvents(LedgerEvent change)
    {
        if (_ofEvents.Count == 0)
            return null;
        var facts = new RequestSubject([change.AccountId], [change.TrackingId], change.Authorization?.Amount);
        return Choose(_ofEvents, facts)?.Effect.Webhooks;
    }

    /// <summary>Every rule counts all of its requests or events, whichever strikes; the first one that may strike does.</summary>
    /// <param name="onRoute">From <see cref="OnRoute"/>.</param>
    /// <param name="facts">Null when the request says nothing that can be understood.</param>
    internal static InjectedFault? Choose(IEnumerable<CountedRule> onRoute, RequestSubject? facts)
    {
        InjectedFault? chosen = null;
        foreach (var change in onRoute)
        {
            if (change.Rule.Match.AsksForFacts && (facts is null || !change.Rule.Match.Holds(facts)))
                continue;
            if (change.Count() is { } fault && chosen is null && change.TryStrike())
                chosen = fault;
        }
        return chosen;
    }
}

/// <summary>A rule and how often it matched and struck in this process, since it was put.</summary>
internal sealed class CountedRule(FaultRule rule, Guid stamp)
{
    private long _matched;
    private long _struck;

    internal FaultRule Rule => rule;

    /// <summary>Another one: the rule was put again.</summary>
    internal Guid Stamp => stamp;

    internal long Matched => Interlocked.Read(ref _matched);

    internal long Struck => Interlocked.Read(ref _struck);

    /// <summary>Counts a request that the rule is about; the fault if it is to be struck, which is for the caller to take.</summary>
    internal InjectedFault? Count()
    {
        var count = Interlocked.Increment(ref _matched);
        if (!rule.Match.Strikes(count))
            return null;
        var latency = rule.Effect.Latency?.At(FaultChance.Of(rule.Match.Seed, count, FaultChance.Question.Latency)) ?? TimeSpan.Zero;
        return new InjectedFault(rule.Name, rule.Effect, latency);
    }

    /// <summary>False when it has struck as often as it may.</summary>
    internal bool TryStrike()
    {
        if (Interlocked.Increment(ref _struck) <= rule.Match.Times)
            return true;
        Interlocked.Decrement(ref _struck);
        return false;
    }
}

/// <summary>
/// Numbers that look like chance and are a function of a seed and a count: the n-th request of a test has the same fate in every run, in
/// every process, whatever came in between. SplitMix64 (Steele, Lea and Flood 2014).
/// </summary>
internal static class FaultChance
{
    /// <summary>Whether a request is struck, and how late it is, are two questions: a slow request is no likelier to fail.</summary>
    internal enum Question
    {
        Strike,
        Latency,
    }

    /// <summary>From 0 to below 1, evenly.</summary>
    internal static double Of(long seed, long count, Question question) =>
        (Mix(Mix(Mix(unchecked((ulong)seed)) ^ (ulong)count) ^ (ulong)question) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
            return state ^ (state >> 31);
        }
    }
}
