using System.Text.Json.Serialization;
using ForceOps.Postgres;

namespace ForceOps.Api.Events.Rendering;

/// <summary>The operation inside a denial's event.</summary>
/// <param name="Id">Of the denial: there is no authorization.</param>
/// <param name="ParentAuthorizationId">With a cancellation that named by its id what to cancel.</param>
/// <param name="Descriptor">Absent when the request had none.</param>
/// <param name="OperationDescription">In words of ours.</param>
/// <param name="ProcessingCode">With a force.</param>
/// <param name="DestinationCurrency">When the request named one.</param>
/// <param name="Type">FORCE or TRANSFER.</param>
internal sealed record DeniedFacts(
    long Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ParentAuthorizationId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Descriptor,
    string OperationDescription,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ProcessingCode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DestinationCurrency,
    string Type)
{
    internal static DeniedFacts Of(long id, Operation operation) => operation switch
    {
        Force force => new(id, null, force.Descriptor, "FORCE DENIED", force.ProcessingCode.Text, force.Currency?.Code, StoredText.Of(AuthorizationType.Force)),
        CancelForce cancel => new(
            id, cancel.AuthorizationId, cancel.Descriptor, "FORCE CANCELLATION DENIED", null, null, StoredText.Of(AuthorizationType.Force)),
        Transfer transfer => new(id, null, transfer.Descriptor, "TRANSFER DENIED", null, transfer.Currency?.Code, StoredText.Of(AuthorizationType.Transfer)),
        CancelTransfer cancel => new(
            id, cancel.AuthorizationId, cancel.Descriptor, "TRANSFER CANCELLATION DENIED", null, null, StoredText.Of(AuthorizationType.Transfer)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
