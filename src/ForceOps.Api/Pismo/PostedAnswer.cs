namespace ForceOps.Api.Pismo;

/// <summary>201 of a force, 200 of a cancel.</summary>
internal sealed record PostedAnswer(long AuthorizationId, string TrackingId, string EventDate);
