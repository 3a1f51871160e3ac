namespace ForceOps.Api.Pismo;

/// <summary>409 of a transfer's cancel: the tracking id belongs to this earlier cancellation.</summary>
internal sealed record CanceledTransferAnswer(string Code, string Message, string TrackingId, SidesOrZero AuthorizationIds);
