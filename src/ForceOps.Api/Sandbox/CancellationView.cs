namespace ForceOps.Api.Sandbox;

internal sealed record CancellationView(long AuthorizationId, string TrackingId, decimal Amount, DateTime EventDate);
