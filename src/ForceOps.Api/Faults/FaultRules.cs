using System.Data.Common;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Faults;

/// <summary>
/// Keeps the rules in force in memory. A rule takes effect at once in the process that received it, and a moment later in other
/// processes (<see cref="RefreshingValue{T}"/>). The rules of all orgs are one value: a caller whom no gate has checked yet may
/// name any org, and must not cause a read or an entry for each. The counts of a rule survive reads, as long as the rule is not
/// set again.
/// </summary>
internal sealed class FaultRules
{
    private readonly FaultRuleStore _stored;
    private readonly RefreshingValue<Dictionary<OrgId, OrgFaults>> _recent;
    private readonly Lock _lock = new();
    private Task _reading = Task.CompletedTask;
    private Dictionary<OrgId, OrgFaults> _last = [];

    public FaultRules(FaultRuleStore stored, TimeProvider clock, LedgerPulse? pulse = null)
    {
        _stored = stored;
        _recent = new RefreshingValue<Dictionary<OrgId, OrgFaults>>(ReadAsync, clock, pulse);
    }

    /// <summary>Returns the rules of every org that has any.</summary>
    internal ValueTask<Dictionary<OrgId, OrgFaults>> AllAsync() => _recent.GetAsync();

    internal async ValueTask<OrgFaults> OfAsync(OrgId org) => (await AllAsync()).GetValueOrDefault(org, OrgFaults.None);

    /// <summary>Drops the cached rules. It must be called after a change of rules.</summary>
    internal void Forget() => _recent.Forget();

    /// <summary>
    /// Starts a read after the read before has ended, so that an older result never replaces a younger one and its counts.
    /// </summary>
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
        // The result of the read before does not matter: one failed read says nothing about the next one.
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
        // A payment must not fail because of faults. It goes on with the rules known so far, and finds out itself that the
        // database cannot be reached.
        catch (Exception error) when (IsDatabaseAway(error))
        {
            return _last;
        }
    }

    /// <summary>
    /// Makes a rule with fresh counts; null when another build has written the rule and this build does not understand it.
    /// </summary>
    private static CountedRule? Counted(FaultRuleRow row) =>
        FaultsJson.Read(row.Definition) is { } body && FaultRuleParser.Read(row.Name, body).Rule is { } rule
            ? new CountedRule(rule, row.Stamp)
            : null;

    private static bool IsDatabaseAway(Exception error) => error is DbException or TimeoutException;
}

/// <summary>Holds the rules of one org, in the order of their names.</summary>
internal sealed class OrgFaults(IReadOnlyList<CountedRule> rules)
{
    internal static readonly OrgFaults None = new([]);

    private readonly List<CountedRule> _ofRequests = [.. rules.Where(change => change.Rule.Effect.Webhooks is null)];
    private readonly List<CountedRule> _ofEvents = [.. rules.Where(change => change.Rule.Effect.Webhooks is not null)];

    /// <summary>True when a rule ends all connections of the org, which must be known by then.</summary>
    internal bool EndsConnections { get; } = rules.Any(change => change.Rule.Effect.Drop == FaultDrop.AllConnections);

    internal CountedRule? Find(Guid stamp) => rules.FirstOrDefault(change => change.Stamp == stamp);

    /// <summary>Returns the rules that may strike the request, judged by its path and method alone.</summary>
    internal IReadOnlyList<CountedRule> OnRoute(HttpContext http)
    {
        if (_ofRequests.Count == 0)
            return [];
        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        return _ofRequests.FindAll(change => change.Rule.Match.IsOnRoute(pattern, http.Request));
    }

    /// <summary>
    /// Returns the fault for the delivery of an operation's events; null when no rule strikes. The first rule that strikes
    /// decides.
    /// </summary>
    internal WebhookFault? OfEvents(LedgerEvent change)
    {
        if (_ofEvents.Count == 0)
            return null;
        var facts = new RequestSubject([change.AccountId], [change.TrackingId], change.Authorization?.Amount);
        return Choose(_ofEvents, facts)?.Effect.Webhooks;
    }

    /// <summary>
    /// Counts the request or event for every rule that matches it, whichever rule strikes, and returns the fault of the first
    /// rule that may strike.
    /// </summary>
    /// <param name="onRoute">The rules to try; for a request, those that <see cref="OnRoute"/> returned.</param>
    /// <param name="facts">The facts of the request or event; null when the request's body cannot be understood.</param>
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

/// <summary>Holds a rule, and how often it matched and struck in this process since it was set.</summary>
internal sealed class CountedRule(FaultRule rule, Guid stamp)
{
    private long _matched;
    private long _struck;

    internal FaultRule Rule => rule;

    /// <summary>The stamp of this version of the rule; the stamp changes when the rule is set again.</summary>
    internal Guid Stamp => stamp;

    internal long Matched => Interlocked.Read(ref _matched);

    internal long Struck => Interlocked.Read(ref _struck);

    /// <summary>
    /// Counts a request that the rule matches. Returns the fault if the rule is to strike this request; null otherwise. The
    /// caller decides whether the fault is used.
    /// </summary>
    internal InjectedFault? Count()
    {
        var count = Interlocked.Increment(ref _matched);
        if (!rule.Match.Strikes(count))
            return null;
        var latency = rule.Effect.Latency?.At(FaultChance.Of(rule.Match.Seed, count, FaultChance.Question.Latency)) ?? TimeSpan.Zero;
        return new InjectedFault(rule.Name, rule.Effect, latency);
    }

    /// <summary>Counts a strike. Returns false when the rule has struck as often as it may.</summary>
    internal bool TryStrike()
    {
        if (Interlocked.Increment(ref _struck) <= rule.Match.Times)
            return true;
        Interlocked.Decrement(ref _struck);
        return false;
    }
}

/// <summary>
/// Computes numbers that look random and are a function of a seed and a count. The n-th request of a test therefore has the same
/// fate in every run and in every process, whatever requests came in between. The function is SplitMix64 (Steele, Lea and Flood
/// 2014).
/// </summary>
internal static class FaultChance
{
    /// <summary>
    /// Separates two draws for one request, the strike and the latency, so that a slow request is no more likely to fail.
    /// </summary>
    internal enum Question
    {
        Strike,
        Latency,
    }

    /// <summary>Returns a number from 0 inclusive to 1 exclusive, evenly distributed.</summary>
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
