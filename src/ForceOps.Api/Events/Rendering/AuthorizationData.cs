using System.Text.Json.Serialization;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Events.Rendering;

/// <summary>Data of "Authorization created" and "Authorization cancelled".</summary>
/// <param name="Amount">
/// The authorized amount minus added fees, by Pismo's page: what the request asked for. A fee of ours comes on top of it, as a
/// movement of its own, so the amount as it is stored is already the one without.
/// </param>
/// <param name="Authorization">The operation.</param>
/// <param name="OriginalAuthorization">When the request named one.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="TrackingId">Of the operation; both sides of a transfer have the same.</param>
/// <param name="Metadata">As it was sent.</param>
/// <param name="AvailableChange">Absent when nothing moved.</param>
internal sealed record AuthorizationData(
    decimal Amount,
    AuthorizationFacts Authorization,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OriginalFacts? OriginalAuthorization,
    long AccountId,
    string TrackingId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RawObject? Metadata,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AvailableChange? AvailableChange);
