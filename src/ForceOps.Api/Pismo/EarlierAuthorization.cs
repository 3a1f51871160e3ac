namespace ForceOps.Api.Pismo;

/// <summary>What the earlier operation made.</summary>
internal sealed record EarlierAuthorization(
    long AuthorizationId, string TrackingId, string EventDate, string Type, long AccountId, decimal Amount, string ProcessingCode);
