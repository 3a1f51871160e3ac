namespace ForceOps.Api.Pismo;

/// <summary>409 that names a cancellation: its tracking id is used again, or nothing is left to cancel.</summary>
internal sealed record CanceledAnswer(string Code, string Message, long AuthorizationId, string TrackingId, string EventDate);
