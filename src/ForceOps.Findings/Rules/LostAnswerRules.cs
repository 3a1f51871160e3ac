namespace ForceOps.Findings.Rules;

/// <summary>Judges what a client does when an answer is lost, or says that it should come again.</summary>
internal static class LostAnswerRules
{
    internal static readonly FindingRule DoublePost = new(
        "double-post", Severity.High, "Posted the same money again under another tracking id after a lost answer",
        "The first one may have been posted, as nobody can know after a lost answer, and then the customer pays or is paid twice.",
        "Make the tracking id before the first try, store it, and send the same one until an answer comes.")
    {
        Find = FindDoublePosts,
        // The first one may come back under its own tracking id: then the second one was another operation.
        MayBeWithdrawn = true,
    };

    internal static readonly FindingRule LostOperation = new(
        "lost-operation", Severity.High, "Gave up an operation after one passing failure",
        "The money is never moved, and nobody is told: the books of the client and of the platform differ until somebody complains.",
        "Send the same request with the same tracking id again until an answer settles it, also after a restart.")
    {
        Find = history => FindLost(history, isCancel: false),
        MayBeWithdrawn = true,
    };

    internal static readonly FindingRule CancelLost = new(
        "cancel-lost", Severity.High, "Gave up a cancellation after one passing failure",
        "The money stays moved although the client wanted it back, mostly because errors of a cancellation are logged and forgotten.",
        "Put cancellations through the same retries as postings, with a tracking id of their own that is kept.")
    {
        Find = history => FindLost(history, isCancel: true),
        MayBeWithdrawn = true,
    };

    private static IEnumerable<Occurrence> FindDoublePosts(ObservedHistory history)
    {
        // A later operation is the second one of one earlier operation only.
        var taken = new HashSet<AskedOperation>(ReferenceEqualityComparer.Instance);
        foreach (var first in history.Operations.Where(asked => !asked.IsConcluded && asked.Tries.Any(request => request.IsUnknown)))
        {
            var last = first.Last;
            var second = history.SameMoneyAs(first, last.AnsweredAt).FirstOrDefault(other => other.MayCount && !taken.Contains(other)
                && last.With(other.First) != SameWork.No && !(last.Fate == AnswerFate.Lost && IsLostToo(other)));
            if (second is null)
                continue;
            taken.Add(second);
            yield return DoublePost.Broken(
                first.Kind, $"{first.First.Id}>{second.First.Id}",
                Evidence.Of(first.Tries.Last(request => request.IsUnknown), WordsOf(first)),
                Evidence.Of(second.First, second.IsCommitted
                    ? "The same money came again under another tracking id, and was posted."
                    : "The same money came again under another tracking id."));
        }
    }

    /// <summary>
    /// Returns true when the client hung up on every try of the other operation, too. A program that ends hangs up on all that it has under
    /// way, and the service hears of one after the other: these are operations of one time, and none is the second of another.
    /// </summary>
    private static bool IsLostToo(AskedOperation other) => other.Tries.All(request => request.Fate == AnswerFate.Lost);

    private static string WordsOf(AskedOperation first)
    {
        var request = first.Tries.Last(request => request.IsUnknown);
        var how = request.Fate switch
        {
            AnswerFate.Dropped => "The connection ended without an answer",
            AnswerFate.Cut => "The connection ended in the middle of the answer",
            AnswerFate.Lost => "The client hung up before the answer",
            AnswerFate.Sent => $"The answer was {request.Status}",
        };
        return first.IsCommitted ? $"{how}; the operation was posted." : $"{how}; the operation was not posted, which the client could not know.";
    }

    private static IEnumerable<Occurrence> FindLost(ObservedHistory history, bool isCancel) =>
        from asked in history.Operations
        where asked is { TrackingId: not null, Tries.Count: 1 } && asked.First.IsCancel == isCancel
        let only = asked.First
        where !only.IsCommitted && only.Use == TrackingIdUse.New && only.Money is not null && (only.IsPassing || !only.IsReceived)
            && history.Now - only.AnsweredAt > history.Window + (only.RetryAfter ?? TimeSpan.Zero)
            // The money is not lost if it came again in another way: that is the business of other rules.
            && !history.PerhapsSameMoneyAs(asked, only.At).Any(other => only.With(other.First) != SameWork.No)
        select (isCancel ? CancelLost : LostOperation).Broken(asked.Kind, only.TrackingId!, Evidence.Of(only, only.IsReceived
            ? $"The answer was {only.Status}, nothing was posted, and the operation never came again."
            : "No answer came, nothing was posted, and the operation never came again."));
}
