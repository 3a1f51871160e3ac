using ForceOps.Findings.Rules;

namespace ForceOps.Findings;

/// <summary>Lists the rules, and applies all of them to a history.</summary>
public static class RuleBook
{
    /// <summary>The rules in the order in which the documentation explains them.</summary>
    public static IReadOnlyList<FindingRule> Rules { get; } =
    [
        LostAnswerRules.DoublePost, LostAnswerRules.LostOperation, TrackingIdRules.NoTrackingId, TrackingIdRules.TrackingIdReused,
        LostAnswerRules.CancelLost, CancelRules.OverCancel, WebhookRules.AcceptedTamperedWebhook, WebhookRules.StaleWebhook,
        WebhookRules.WebhookNotIdempotent, WebhookRules.WebhookDead, RetryRules.IgnoresRetryAfter, RetryRules.RetryStorm,
        OutcomeRules.GaveUpOn202, CancelRules.MissedDenial, OutcomeRules.ConflictTakenForFailure, ValueRules.FloatAmount,
        CallRules.ExpiredTokenReuse, CallRules.OneTokenPerRequest, CallRules.ConnectionPerRequest, CallRules.UnreadBody,
        CallRules.HeaderMissing, ValueRules.ClockSkew,
    ];

    /// <summary>Returns every breach of every rule that the history shows.</summary>
    public static IReadOnlyList<Occurrence> Judge(ObservedHistory history) =>
        [.. Rules.Where(rule => rule.IsOfCalm || !history.IsCalm).SelectMany(rule => rule.Find(history))];

    /// <summary>Returns what the history shows, each finding once.</summary>
    public static IReadOnlyList<Finding> FindingsOf(ObservedHistory history)
    {
        var book = new FindingBook();
        book.Add(history, DateTimeOffset.MinValue);
        return book.Findings;
    }
}
