namespace ForceOps.Findings.Rules;

/// <summary>Judges how a client names its operations.</summary>
internal static class TrackingIdRules
{
    internal static readonly FindingRule NoTrackingId = new(
        "no-tracking-id", Severity.High, "Moved money without a tracking id",
        "When the answer is lost, the client can neither try again safely nor ask what became of the operation.",
        "Send a tracking id with every request that moves money, made and stored before the first try.")
    {
        Find = history =>
            from request in history.Requests
            where request is { Operation: not null, TrackingId: null, Money: not null } && (request.IsCommitted || !request.IsReceived)
            select NoTrackingId!.Broken(request, request.IsCommitted
                ? "The operation was posted under a tracking id that the service made."
                : "No answer came, and nothing names the operation."),
    };

    internal static readonly FindingRule TrackingIdReused = new(
        "tracking-id-reused", Severity.High, "Used one tracking id for two different requests",
        "The second operation is refused as a repeat; a client that takes this 409 for a success believes in money that never moved.",
        "Make a new tracking id for each operation, from nothing that can repeat, and change no field of a request that is tried again.")
    {
        Find = FindReused,
    };

    private static IEnumerable<Occurrence> FindReused(ObservedHistory history)
    {
        var wrong = history.Requests
            .Where(request => request is { Operation: not null, TrackingId: not null, Use: TrackingIdUse.Different })
            .ToLookup(request => request.TrackingId!, StringComparer.Ordinal);
        if (wrong.Count == 0)
            yield break;
        var owners = history.Operations.Where(asked => asked is { TrackingId: not null, First.Use: not TrackingIdUse.Different })
            .ToDictionary(asked => asked.TrackingId!, StringComparer.Ordinal);
        foreach (var requests in wrong)
        {
            var second = requests.First();
            var story = new List<Evidence>();
            if (owners.TryGetValue(requests.Key, out var owner) && owner.First.At < second.At)
                story.Add(Evidence.Of(owner.First, "The tracking id named this operation first."));
            story.Add(Evidence.Of(second, "It came again with another request, which was refused."));
            yield return TrackingIdReused.Broken(second.Operation, requests.Key, story);
        }
    }
}
