namespace ForceOps.Api.Pismo;

/// <summary>202: accepted and stored, posted later.</summary>
internal sealed record DelayedAnswer(string Code, string Message, string TrackingId);
