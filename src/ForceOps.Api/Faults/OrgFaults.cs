using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Faults;

/// <summary>The rules of one org, in the order of their names.</summary>
internal sealed class OrgFaults(IReadOnlyList<CountedRule> rules)
{
    internal static readonly OrgFaults None = new([]);

    private readonly List<CountedRule> _ofRequests = [.. rules.Where(one => one.Rule.Effect.Webhooks is null)];
    private readonly List<CountedRule> _ofEvents = [.. rules.Where(one => one.Rule.Effect.Webhooks is not null)];

    internal CountedRule? Find(Guid stamp) => rules.FirstOrDefault(one => one.Stamp == stamp);

    /// <summary>Those that the request may be struck by, as far as path and method tell.</summary>
    internal IReadOnlyList<CountedRule> OnRoute(HttpContext http)
    {
        if (_ofRequests.Count == 0)
            return [];
        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        return _ofRequests.FindAll(one => one.Rule.Match.IsOnRoute(pattern, http.Request));
    }

    /// <summary>What goes wrong with the delivery of an operation's events; the first rule decides.</summary>
    internal WebhookFault? OfEvents(LedgerEvent one)
    {
        if (_ofEvents.Count == 0)
            return null;
        var facts = new RequestFacts([one.AccountId], [one.TrackingId], one.Authorization?.Amount);
        return Choose(_ofEvents, facts)?.Effect.Webhooks;
    }

    /// <summary>Every rule counts all of its requests or events, whichever strikes; the first one that may strike does.</summary>
    /// <param name="onRoute">From <see cref="OnRoute"/>.</param>
    /// <param name="facts">Null when the request says nothing that can be understood.</param>
    internal static InjectedFault? Choose(IEnumerable<CountedRule> onRoute, RequestFacts? facts)
    {
        InjectedFault? chosen = null;
        foreach (var one in onRoute)
        {
            if (one.Rule.Match.AsksForFacts && (facts is null || !one.Rule.Match.Holds(facts)))
                continue;
            if (one.Count() is { } fault && chosen is null && one.TryStrike())
                chosen = fault;
        }
        return chosen;
    }
}
