namespace ForceOps.Findings.Rules;

/// <summary>Judges the receivers of webhooks.</summary>
internal static class WebhookRules
{
    internal static readonly FindingRule AcceptedTamperedWebhook = new(
        "accepted-tampered-webhook", Severity.High, "Accepted a webhook with a wrong signature",
        "Whoever knows the receiver's address can tell it that money has moved.",
        "Compute the signature over the raw body with the webhook's secret, compare it in constant time, and answer 401 when it differs.")
    {
        IsOfCalm = true,
        Find = history =>
            from delivery in history.Deliveries
            where delivery is { IsTampered: true, IsAccepted: true }
            select AcceptedTamperedWebhook!.Broken(delivery, $"The signature was wrong, and the receiver answered {delivery.Status}."),
    };

    internal static readonly FindingRule StaleWebhook = new(
        "stale-webhook", Severity.High, "Accepted a webhook with an old timestamp",
        "Whoever has once recorded a delivery can send it again, and the signature is right.",
        "Refuse deliveries whose webhook-timestamp is more than five minutes away from the receiver's clock.")
    {
        IsOfCalm = true,
        Find = history =>
            from delivery in history.Deliveries
            where delivery is { IsStale: true, IsAccepted: true }
            select StaleWebhook!.Broken(delivery, $"The timestamp was old, and the receiver answered {delivery.Status}."),
    };

    internal static readonly FindingRule WebhookDead = new(
        "webhook-dead", Severity.Medium, "Failed a webhook until its event was dead",
        "The client never hears of the event, and its books stay behind until somebody replays it.",
        "Answer 2xx as soon as the event is stored, work on it afterwards, and watch for dead events.")
    {
        IsOfCalm = true,
        Find = history =>
            from delivery in history.Deliveries
            where delivery.IsDead
            select WebhookDead!.Broken(delivery, delivery.Status is { } status
                ? $"The last try was answered {status}, and no other follows."
                : "The last try was not answered, and no other follows."),
    };

    internal static readonly FindingRule WebhookNotIdempotent = new(
        "webhook-not-idempotent", Severity.High, "Did the work of a webhook again when it came a second time",
        "Events come at least once: with every repeated delivery the client moves money again.",
        "Remember webhook-id together with the work in one transaction, and answer 2xx to what is known.")
    {
        IsOfCalm = true,
        Find = FindRepeatedWork,
    };

    /// <summary>
    /// Finds two operations of the same money under different tracking ids, both with the correlation id of the event, of which the
    /// second one came behind the repeated delivery and the first one behind the first delivery.
    /// </summary>
    private static IEnumerable<Occurrence> FindRepeatedWork(ObservedHistory history)
    {
        foreach (var again in history.Deliveries.Where(delivery => delivery is { FirstAt: not null, Cid: not null }))
        {
            var work = history.Operations.Where(asked => asked.MayCount && asked.First.At > again.FirstAt
                && string.Equals(asked.First.Cid, again.Cid, StringComparison.Ordinal)).ToList();
            var second = work.Find(asked => asked.First.At > again.At && asked.First.At - again.At <= history.Window
                && work.Exists(other => other.First.At < asked.First.At && other.Money is not null && other.Money == asked.Money));
            if (second is null)
                continue;
            var first = work.Find(other => other.Money == second.Money)!;
            yield return WebhookNotIdempotent.Broken(again.Webhook, again.Key, [.. new[]
            {
                Evidence.Of(first.First, "The client did this when the event came."),
                Evidence.Of(again, "The same event was delivered again."),
                Evidence.Of(second.First, "The client did the same again, under another tracking id."),
            }.OrderBy(evidence => evidence.At)]);
        }
    }
}
