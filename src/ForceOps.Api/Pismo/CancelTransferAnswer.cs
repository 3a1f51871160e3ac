using System.Text.Json.Serialization;

namespace ForceOps.Api.Pismo;

/// <summary>200 of a transfer's cancel.</summary>
internal sealed record CancelTransferAnswer(
    string TrackingId, SidesOrZero AuthorizationIds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AcquirerMetadata? Metadata);
