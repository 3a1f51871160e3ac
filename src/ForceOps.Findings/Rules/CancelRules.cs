namespace ForceOps.Findings.Rules;

/// <summary>Judges how a client takes operations back.</summary>
internal static class CancelRules
{
    internal static readonly FindingRule OverCancel = new(
        "over-cancel", Severity.Medium, "Tried to cancel more than is left",
        "The client does not know what it has canceled before; where the platform does not refuse it, the customer gets the money twice.",
        "Keep the tracking id of a cancellation and send it again instead of a new one, and subtract what is canceled already.")
    {
        // The repeat of a cancellation under its own tracking id is none of these: it is answered with the first one.
        Find = history =>
            from request in history.Requests
            where request is { IsCancel: true, Error: LedgerError.AlreadyCanceled or LedgerError.AmountExceedsRemaining }
            select OverCancel!.Broken(request, request.Error == LedgerError.AlreadyCanceled
                ? "Nothing was left to cancel, and this was another cancellation."
                : "Less was left than this cancellation asked for."),
    };

    internal static readonly FindingRule MissedDenial = new(
        "missed-denial", Severity.Medium, "Canceled an operation that had been denied",
        "The client believes that the operation was posted: its books have money that never moved.",
        "Listen to the events of denied operations, or ask for the operation, before anything is built on a 202.")
    {
        Find = FindMissedDenials,
    };

    /// <summary>
    /// The time that the word of a denial may take to the client. A cancellation within it was under way together with the denial.
    /// </summary>
    private static readonly TimeSpan DenialTravel = TimeSpan.FromSeconds(2);

    private static IEnumerable<Occurrence> FindMissedDenials(ObservedHistory history)
    {
        if (history.Denials.Count == 0)
            return [];
        return
            from request in history.Requests
            where request is { IsCancel: true, Error: LedgerError.AuthorizationNotFound, Money.Target: not null }
            let denial = history.DenialsOf(request.Money!.Target).FirstOrDefault(denial => request.At - denial.At > DenialTravel)
            where denial is not null
            select MissedDenial.Broken(
                request.Operation, $"{request.Id}",
                new Evidence(denial.RequestId, null, denial.TrackingId, denial.At, "The operation was accepted before, and was denied now."),
                Evidence.Of(request, "The client canceled it all the same."));
    }
}
