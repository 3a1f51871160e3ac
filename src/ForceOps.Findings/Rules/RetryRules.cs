namespace ForceOps.Findings.Rules;

/// <summary>Judges how a client comes back after a failure.</summary>
internal static class RetryRules
{
    internal static readonly FindingRule IgnoresRetryAfter = new(
        "ignores-retry-after", Severity.Medium, "Came back sooner than Retry-After said",
        "Clients that do not wait keep a service down that is trying to recover, and are blocked by platforms that count.",
        "Wait for as long as Retry-After says before the next try, with a little at random on top.")
    {
        Find = FindHasty,
    };

    internal static readonly FindingRule RetryStorm = new(
        "retry-storm", Severity.Medium, "Tried one operation again and again without growing distance",
        "In an outage all clients do the same at the same time, and the load keeps the service down.",
        "Double the distance between tries, with a random part, and hand the operation to a queue after a few of them.")
    {
        Find = FindStorms,
    };

    /// <summary>
    /// The most tries of one operation within the window. A client that doubles its distance from a tenth of a second needs ten tries for
    /// a minute, and one that tries once in three seconds makes as many as this.
    /// </summary>
    internal const int TriesMax = 20;

    /// <summary>
    /// The number of failed tries in a row that are looked at for growing distance. Distances with a random part grow on the average only;
    /// with fewer tries, a correct client would be reported now and then.
    /// </summary>
    internal const int TriesCompared = 8;

    /// <summary>The distance from which on a try is patient, whether or not it grows.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(1);

    /// <summary>The part of the asked time by which a timer may be early, together with <see cref="TimerGrain"/>.</summary>
    private const double ClockDrift = 0.02;

    /// <summary>The time by which a timer of an operating system may be early, and by which a header of whole seconds is rounded.</summary>
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(100);

    private static IEnumerable<Occurrence> FindHasty(ObservedHistory history)
    {
        foreach (var asked in history.Operations.Where(asked => asked.Tries.Count > 1))
        {
            for (var i = 1; i < asked.Tries.Count; i++)
            {
                var (told, next) = (asked.Tries[i - 1], asked.Tries[i]);
                // A try that arrived before the answer was under way already.
                if (told is not { IsPassing: true, RetryAfter: { } wait } || next.At <= told.AnsweredAt)
                    continue;
                var waited = next.At - told.AnsweredAt;
                if (waited >= (wait * (1 - ClockDrift)) - TimerGrain)
                    continue;
                yield return IgnoresRetryAfter.Broken(
                    asked.Kind, $"{next.Id}",
                    Evidence.Of(told, $"The answer was {told.Status} and asked for {wait.TotalSeconds:0.#} s."),
                    Evidence.Of(next, $"The next try came after {waited.TotalSeconds:0.###} s."));
            }
        }
    }

    private static IEnumerable<Occurrence> FindStorms(ObservedHistory history)
    {
        foreach (var asked in history.Operations.Where(asked => asked.Tries.Count >= TriesCompared))
        {
            if ((FindCrowd(asked, history.Window) ?? FindDrum(asked)) is { } words)
            {
                yield return RetryStorm.Broken(
                    asked.Kind, asked.TrackingId!, Evidence.Of(asked.First, "The first try."), Evidence.Of(asked.Last, words));
            }
        }
    }

    /// <summary>Returns the words for more tries than a patient client makes; null when there were not so many.</summary>
    private static string? FindCrowd(AskedOperation asked, TimeSpan window)
    {
        for (var i = TriesMax; i < asked.Tries.Count; i++)
        {
            if (asked.Tries[i].At - asked.Tries[i - TriesMax].At <= window)
                return $"More than {TriesMax} tries came within {window.TotalSeconds:0.#} s.";
        }
        return null;
    }

    /// <summary>Returns the words for failed tries whose distance does not grow; null when it grows, or when they are patient.</summary>
    private static string? FindDrum(AskedOperation asked)
    {
        const int part = (TriesCompared - 1) / 2;
        for (var i = 0; i + TriesCompared <= asked.Tries.Count; i++)
        {
            var run = asked.Tries.Skip(i).Take(TriesCompared).ToList();
            if (run.SkipLast(1).Any(request => request.IsConclusive))
                continue;
            var gaps = run.Zip(run.Skip(1), (before, after) => after.At - before.At).ToList();
            if (gaps.TrueForAll(gap => gap < Patient) && Sum(gaps.TakeLast(part)) <= Sum(gaps.Take(part)) * 1.5)
                return $"{TriesCompared} tries failed one after the other, and their distance did not grow.";
        }
        return null;
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> gaps) => gaps.Aggregate(TimeSpan.Zero, (sum, gap) => sum + gap);
}
