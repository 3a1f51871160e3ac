namespace ForceOps.Findings.Rules;

/// <summary>Judges how a client calls, whatever it asks for: tokens, connections, headers, content types.</summary>
internal static class CallRules
{
    internal static readonly FindingRule ExpiredTokenReuse = new(
        "expired-token-reuse", Severity.Medium, "Went on with a token after it was answered 401",
        "When a token expires, every call fails until somebody restarts the client.",
        "After a 401, get a new token once and send the request again; better, get one a minute before the old one ends.")
    {
        Find = FindReusedTokens,
    };

    internal static readonly FindingRule OneTokenPerRequest = new(
        "one-token-per-request", Severity.Low, "Got a new token for every call",
        "Each operation waits for two calls, and platforms limit how often tokens may be asked for.",
        "Keep the token until shortly before it expires, one for the whole process.")
    {
        IsOfCalm = true,
        Find = history => FindFresh(history, OneTokenPerRequest!, request => request.Token?.ToString(), TokenSpan,
            "Each of these calls in a row brought a token that no other call brought."),
        // A token that comes again shows that it was kept.
        MayBeWithdrawn = true,
    };

    internal static readonly FindingRule ConnectionPerRequest = new(
        "connection-per-request", Severity.Low, "Opened a new connection for every call",
        "Each call pays for the set-up of a connection, and under load the machine runs out of ports.",
        "Use one HTTP client for the whole process, and read each answer to its end so that its connection can be used again.")
    {
        IsOfCalm = true,
        Find = history => FindFresh(history, ConnectionPerRequest!, request => request.Connection, ConnectionSpan,
            "Each of these calls in a row came on a connection of its own, although the one before was free."),
        MayBeWithdrawn = true,
    };

    internal static readonly FindingRule HeaderMissing = new(
        "header-missing", Severity.Low, "Left out a header that is needed in production",
        "Without x-cid nobody finds a request in the platform's logs, and without x-tenant strict mode and the platform refuse it.",
        "Send x-tenant with every request, and x-cid with an id that the client writes into its own log.")
    {
        IsOfCalm = true,
        Find = history => FindMissing(history, "x-cid", request => request.Cid is not null)
            .Concat(FindMissing(history, "x-tenant", request => request.NamesOrg)),
    };

    internal static readonly FindingRule UnreadBody = new(
        "unread-body", Severity.Low, "Sent a body that cannot be read",
        "The operation is refused whatever it says, and no retry helps.",
        "Send JSON in UTF-8 with content-type: application/json.")
    {
        Find = history =>
            from request in history.Requests
            where request is { Operation: not null, IsUnread: true, IsByHand: false }
            select UnreadBody!.Broken(request, $"The answer was {request.Status}: the body is of another content type, or no JSON."),
    };

    /// <summary>The number of requests without a header that show a habit. A person who tries things makes fewer.</summary>
    internal const int HabitCalls = 20;

    /// <summary>
    /// The number of calls in a row that show that nothing is used twice: more than the processes of a client that begin at the same
    /// time, or than the tests of a small suite with a client each.
    /// </summary>
    internal const int FreshCalls = 30;

    /// <summary>The calls among them that may be as they should: some clients share by accident.</summary>
    private const int FreshSpared = 1;

    /// <summary>The time within which the calls of a habit come. Connections that are longer idle may be closed by anybody.</summary>
    private static readonly TimeSpan ConnectionSpan = TimeSpan.FromMinutes(1);

    /// <summary>The time within which the calls of a habit come. A token lives for an hour; ten minutes need no second one.</summary>
    private static readonly TimeSpan TokenSpan = TimeSpan.FromMinutes(10);

    /// <summary>The longest pause after which a pool still has the connection: the shortest time-out in use is five seconds.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(4);

    /// <summary>The time in which a client may get a new token. What comes within it was under way together with the 401.</summary>
    private static readonly TimeSpan TokenTravel = TimeSpan.FromSeconds(1);

    /// <summary>The calls with a refused token that show a habit. One alone may have been waiting in a queue.</summary>
    internal const int TokenReuses = 2;

    private static IEnumerable<Occurrence> FindReusedTokens(ObservedHistory history)
    {
        var refused = history.Requests.Where(request => request is { Status: 401, IsReceived: true, Token: not null })
            .DistinctBy(request => request.Token).ToList();
        foreach (var first in refused)
        {
            var later = history.Requests.Where(request => request.Token == first.Token && request.At - first.AnsweredAt > TokenTravel)
                .Take(TokenReuses).ToList();
            if (later.Count < TokenReuses)
                continue;
            yield return ExpiredTokenReuse.Broken(null, $"{first.Id}", [Evidence.Of(first, "The answer was 401."),
                .. later.Select(request => Evidence.Of(request, $"The same token came again, and was answered {request.Status}."))]);
        }
    }

    /// <summary>
    /// Finds calls, one after the other, that each bring something that no other call brings. Calls at the same time say nothing: each of
    /// them needs a connection of its own.
    /// </summary>
    private static IEnumerable<Occurrence> FindFresh(
        ObservedHistory history, FindingRule rule, Func<ObservedRequest, string?> part, TimeSpan span, string words)
    {
        var carrying = history.Requests.Where(request => part(request) is not null).ToList();
        if (carrying.Count < FreshCalls)
            yield break;
        var uses = carrying.CountBy(request => part(request)!).ToDictionary(StringComparer.Ordinal);
        var calls = carrying.Zip(carrying.Skip(1)).Where(pair => IsNextOf(pair.First, pair.Second))
            .Select(pair => (Request: pair.Second, IsFresh: uses[part(pair.Second)!] == 1)).ToList();
        var fresh = 0;
        for (var i = 0; i < calls.Count; i++)
        {
            fresh += calls[i].IsFresh ? 1 : 0;
            if (i >= FreshCalls && calls[i - FreshCalls].IsFresh)
                fresh--;
            var first = calls[Math.Max(0, i - FreshCalls + 1)].Request;
            if (i + 1 < FreshCalls || fresh < FreshCalls - FreshSpared || calls[i].Request.At - first.At > span)
                continue;
            yield return rule.Broken(null, "habit", Evidence.Of(first, words), Evidence.Of(calls[i].Request, $"This was the {FreshCalls}th."));
            yield break;
        }
    }

    /// <summary>
    /// Returns true when a program sent the second call shortly after the first one was answered: what the first one used was free, and
    /// the service had not closed it.
    /// </summary>
    private static bool IsNextOf(ObservedRequest before, ObservedRequest request) =>
        before is { Status: >= 200 and < 400, IsReceived: true } && !request.IsByHand
        && request.At > before.AnsweredAt && request.At - before.AnsweredAt < PauseMax;

    private static IEnumerable<Occurrence> FindMissing(ObservedHistory history, string header, Func<ObservedRequest, bool> isSent)
    {
        var without = history.Requests.Where(request => request is { Operation: not null, IsByHand: false } && !isSent(request))
            .Take(HabitCalls).ToList();
        if (without.Count == HabitCalls)
        {
            yield return HeaderMissing.Broken(header, "habit", Evidence.Of(without[0], $"The request has no {header}."),
                Evidence.Of(without[^1], $"This was the {HabitCalls}th without it."));
        }
    }
}
