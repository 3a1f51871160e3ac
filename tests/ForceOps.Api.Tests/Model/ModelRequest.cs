namespace ForceOps.Api.Tests.Model;

/// <summary>One request in both languages: as it goes over the wire, and as the rules see it.</summary>
/// <param name="Path">The route.</param>
/// <param name="Body">With the service's ids.</param>
/// <param name="Operation">With the model's ids.</param>
internal sealed record ModelRequest(string Path, string Body, Operation Operation)
{
    /// <summary>False when the service makes the tracking id.</summary>
    internal bool NamesTrackingId { get; init; } = true;
}
