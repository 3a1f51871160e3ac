namespace ForceOps.Api.Faults;

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
