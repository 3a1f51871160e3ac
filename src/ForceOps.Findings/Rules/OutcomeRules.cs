namespace ForceOps.Findings.Rules;

/// <summary>Judges whether a client understands answers that are no plain success.</summary>
internal static class OutcomeRules
{
    internal static readonly FindingRule GaveUpOn202 = new(
        "gave-up-on-202", Severity.High, "Took 202 for a failure and posted the same money again",
        "The first operation is accepted and will be posted: both are, and the customer pays or is paid twice.",
        "Treat 202 as accepted, keep the tracking id, and wait for the event that tells the end.")
    {
        Find = FindGivenUp,
    };

    internal static readonly FindingRule ConflictTakenForFailure = new(
        "conflict-taken-for-failure", Severity.High, "Posted the same money again after a 409 that says it is posted",
        "The 409 with x-forceops-replay: same is the answer to a retry that had succeeded before; the second operation pays twice.",
        "Treat a 409 whose operation is the same as success, and take the authorization id from its body.")
    {
        Find = FindConflicts,
    };

    private static IEnumerable<Occurrence> FindGivenUp(ObservedHistory history)
    {
        var taken = new HashSet<AskedOperation>(ReferenceEqualityComparer.Instance);
        foreach (var first in history.Operations)
        {
            if (first.Tries.FirstOrDefault(request => request is { Status: 202, IsReceived: true }) is not { } accepted)
                continue;
            // Whoever has heard of the denial may try again.
            var second = FindSecond(history, first, accepted, taken, other =>
                !history.DenialsOf(first.TrackingId).Any(denial => denial.At <= other.At));
            if (second is null)
                continue;
            yield return GaveUpOn202.Broken(
                first.Kind, $"{first.First.Id}>{second.First.Id}",
                Evidence.Of(accepted, "The operation was accepted with 202."),
                Evidence.Of(second.First, "The same work sent the same money again under another tracking id."));
        }
    }

    private static IEnumerable<Occurrence> FindConflicts(ObservedHistory history)
    {
        var taken = new HashSet<AskedOperation>(ReferenceEqualityComparer.Instance);
        foreach (var first in history.Operations)
        {
            var conflict = first.Tries.FirstOrDefault(request => request is { Status: 409, Use: TrackingIdUse.Same, IsReceived: true });
            if (conflict is null || FindSecond(history, first, conflict, taken) is not { } second)
                continue;
            yield return ConflictTakenForFailure.Broken(
                first.Kind, $"{first.First.Id}>{second.First.Id}",
                Evidence.Of(conflict, "The answer was 409: this very operation was posted before."),
                Evidence.Of(second.First, "The same money came again under another tracking id."));
        }
    }

    /// <summary>
    /// Finds the operation of the same money that the same work asked for after an answer; null when there is none. Both answers may have
    /// been received, and a client that moves the same sum twice is not wrong: so only requests that are known to be the same work count.
    /// </summary>
    private static AskedOperation? FindSecond(
        ObservedHistory history, AskedOperation first, ObservedRequest answered, HashSet<AskedOperation> taken,
        Func<ObservedRequest, bool>? isWrong = null)
    {
        // Most have a correlation id of their own, so that comparison comes first.
        var second = history.SameMoneyAs(first, answered.AnsweredAt).FirstOrDefault(other => answered.With(other.First) == SameWork.Yes
            && other.MayCount && !taken.Contains(other) && isWrong?.Invoke(other.First) != false);
        if (second is not null)
            taken.Add(second);
        return second;
    }
}
