using System.Text.Json.Serialization;

namespace ForceOps.Api.Pismo;

/// <summary>201 of a transfer.</summary>
/// <param name="AuthorizationId">The giving side's if it is in the books, else the receiving side's.</param>
/// <param name="AuthorizationIds">Both; null where a side is not in the books.</param>
/// <param name="AvailableCreditLimit">What the account of that authorization can still spend.</param>
/// <param name="EventDate">RFC 3339, UTC.</param>
/// <param name="StatusCode">Always 1: a refused transfer is an error answer.</param>
/// <param name="TrackingId">As sent or made.</param>
/// <param name="Metadata">The acquirer's answer, with a card.</param>
internal sealed record TransferAnswer(
    long AuthorizationId, SidesOrNull AuthorizationIds, decimal AvailableCreditLimit, string EventDate, int StatusCode, string TrackingId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AcquirerMetadata? Metadata);
