namespace ForceOps.Tests;

/// <summary>I9 of ARCHITECTURE.md: what was accepted for later waits once, and comes to its end once.</summary>
internal static class Delays
{
    /// <summary>After a request was decided.</summary>
    public static IEnumerable<string> Broken(Dump before, Operation operation, Outcome outcome, Dump after)
    {
        var waiting = Waiting(before, operation.TrackingId);
        var answered = outcome switch
        {
            Outcome.Delayed delayed => delayed.Waiting,
            Outcome.TakenByDelayed taken => taken.Waiting,
            _ => null,
        };
        if (waiting is not null && answered?.Id != waiting.Id)
            yield return $"I9: {operation.TrackingId} waits as {waiting.Id} and was answered {outcome}";
        if (waiting is not null && outcome is Outcome.Delayed && waiting.Operation.GetType() != operation.GetType())
            yield return $"I9: {operation.TrackingId} was taken for the repeat of another kind of operation";
        if (waiting is null && outcome is Outcome.TakenByDelayed)
            yield return $"I9: {operation.TrackingId} is taken by nothing that waits";
        if (outcome is Outcome.Delayed && operation.Channel != Channel.Pismo && waiting is null)
            yield return $"I9: {operation.TrackingId} is of a card dialect and was delayed";
        DelayedOperation[] added = waiting is null && outcome is Outcome.Delayed made ? [made.Waiting] : [];
        if (!after.Waiting.SequenceEqual(before.Waiting.Concat(added)) || after.Denials.Count != before.Denials.Count)
            yield return $"I9: {operation.TrackingId} was answered {outcome}, which is not what waits now";
        foreach (var line in Both(after))
            yield return line;
    }

    /// <summary>After a delayed operation was decided.</summary>
    public static IEnumerable<string> BrokenAtTheEndOf(DelayedOperation delayed, Dump before, Outcome outcome, Dump after)
    {
        if (!after.Waiting.SequenceEqual(before.Waiting.Where(one => one.Id != delayed.Id)))
            yield return $"I9: {delayed.Id} still waits, or something else does not";
        if (outcome is not (Outcome.Accepted or Outcome.Rejected))
            yield return $"I9: {delayed.Id} ended as {outcome}";
        var denied = after.Denials.Skip(before.Denials.Count).Select(one => (one.Delayed.Id, one.Error));
        if (!denied.SequenceEqual(outcome is Outcome.Rejected rejected ? [(delayed.Id, (LedgerError?)rejected.Error)] : []))
            yield return $"I9: {delayed.Id} ended as {outcome}, which is not what its denials say";
        foreach (var line in Both(after))
            yield return line;
    }

    private static IEnumerable<string> Both(Dump dump)
    {
        if (dump.Waiting.Count == 0)
            return [];
        var waiting = dump.Waiting.Select(one => one.Operation.TrackingId).ToHashSet();
        var both = dump.Authorizations.Where(
            one => waiting.Contains(one.TrackingId)).Select(one => $"I9: {one.TrackingId} waits and is posted");
        return waiting.Count == dump.Waiting.Count ? both : both.Append("I9: a tracking id waits twice");
    }

    private static DelayedOperation? Waiting(Dump dump, TrackingId trackingId) =>
        dump.Waiting.FirstOrDefault(one => one.Operation.TrackingId == trackingId);
}
