namespace ForceOps.Api.Tests.Model;

/// <summary>One request in both languages: as it goes over the wire, and as the rules see it.</summary>
/// <param name="Path">The route.</param>
/// <param name="Body">With the service's ids.</param>
/// <param name="Operation">With the model's ids.</param>
internal record ModelRequest(string Path, string Body, Operation Operation)
{
    /// <summary>False when the service makes the tracking id.</summary>
    internal bool NamesTrackingId { get; init; } = true;

    internal IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Decides the operation, which has the tracking id that the service made if it made one.</summary>
    internal virtual Outcome Decide(LedgerState books, Operation operation) => Ledger.Decide(books, operation);

    /// <summary>Returns the tracking id that the service made.</summary>
    internal virtual TrackingId MadeTrackingId(System.Text.Json.JsonElement answer) =>
        TrackingId.Parse(answer.GetProperty("tracking_id").GetString()!);
}
