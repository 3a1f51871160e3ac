using System.Text.Json.Serialization;
using ForceOps.Api.Http;
using ForceOps.Api.Pismo;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Events;

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
    EventAuthorization Authorization,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EventOriginal? OriginalAuthorization,
    long AccountId,
    string TrackingId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RawObject? Metadata,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AvailableChange? AvailableChange);

/// <summary>The operation inside an authorization's event. Only what was fixed when it was posted: a later try must give the same bytes.</summary>
/// <param name="Id">Of this authorization, of the cancellation when it is one.</param>
/// <param name="ParentAuthorizationId">With a cancellation: what it cancels.</param>
/// <param name="Code">Six digits, as the page's sample. The ledger knows no authorization code; these are the end of the id (decision).</param>
/// <param name="Descriptor">Absent when the request had none.</param>
/// <param name="OperationDescription">In words of ours: the processing code's description may be changed at any time (decision).</param>
/// <param name="ProcessingCode">Of this authorization.</param>
/// <param name="BalanceImpact">1, -1, or null for none.</param>
/// <param name="DestinationCurrency">Three letters: the account's currency (Pismo's page).</param>
/// <param name="Type">FORCE or TRANSFER.</param>
internal sealed record EventAuthorization(
    long Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ParentAuthorizationId,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Descriptor,
    string OperationDescription,
    string ProcessingCode,
    int? BalanceImpact,
    string DestinationCurrency,
    string Type);

/// <summary>The change of the balance that the authorization made; the "Balance changed" event has the same id in its data.</summary>
internal sealed record AvailableChange(Guid Id, string UpdateDatetime);

/// <summary>Data of "Balance changed".</summary>
/// <param name="AccountId">Whose balance.</param>
/// <param name="Amount">How much came or went; always above 0.</param>
/// <param name="Id">Of the change.</param>
/// <param name="OperationType">CREDIT or DEBIT.</param>
/// <param name="OrgId">As in the envelope.</param>
/// <param name="TrackingId">Of the operation.</param>
/// <param name="UpdatedAt">The event date.</param>
/// <param name="AvailableCreditLimit">
/// The balance afterwards. Without the account's credit limit: that may be changed at any time, and a later try must give the same bytes (decision).
/// </param>
internal sealed record BalanceData(
    long AccountId, decimal Amount, Guid Id, string OperationType, string OrgId, string TrackingId, string UpdatedAt, decimal AvailableCreditLimit);

/// <summary>Data of "Authorization denied": that of "Authorization created" as far as a request alone can say it, and why (decision).</summary>
/// <param name="Amount">As asked; absent when a cancel asked for all that is left.</param>
/// <param name="Authorization">The operation that did not become one.</param>
/// <param name="OriginalAuthorization">When the request named one.</param>
/// <param name="AccountId">Whose account; of a transfer the giving side's, if it is in the books.</param>
/// <param name="TrackingId">Of the operation. It is free again, unless another operation has it.</param>
/// <param name="Metadata">As it was sent.</param>
/// <param name="DenialCode">The ledger's name of the first check that failed, or TRACKING_ID_IN_USE.</param>
internal sealed record DenialData(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Amount,
    EventDenial Authorization,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EventOriginal? OriginalAuthorization,
    long AccountId,
    string TrackingId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RawObject? Metadata,
    string DenialCode)
{
    internal static DenialData Of(LedgerEvent change)
    {
        var (denial, operation) = (change.Denial!, change.Denied!);
        return new DenialData(
            AmountOf(operation), EventDenial.Of(denial.Id, operation),
            operation is Force { Original: { } original } ? new EventOriginal(original.Id, original.OnNetwork ? "NETWORK" : "PLATFORM") : null,
            denial.AccountId, denial.TrackingId, RawObject.Of(operation.Metadata), denial.Error);
    }

    private static decimal? AmountOf(Operation operation) => operation switch
    {
        Force force => force.Amount.Value,
        CancelForce cancel => cancel.Amount?.Value,
        Transfer transfer => transfer.Amount.Value,
        CancelTransfer cancel => cancel.Amount.Value,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>The operation inside a denial's event.</summary>
/// <param name="Id">Of the denial: there is no authorization.</param>
/// <param name="ParentAuthorizationId">With a cancellation that named by its id what to cancel.</param>
/// <param name="Descriptor">Absent when the request had none.</param>
/// <param name="OperationDescription">In words of ours.</param>
/// <param name="ProcessingCode">With a force.</param>
/// <param name="DestinationCurrency">When the request named one.</param>
/// <param name="Type">FORCE or TRANSFER.</param>
internal sealed record EventDenial(
    long Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ParentAuthorizationId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Descriptor,
    string OperationDescription,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ProcessingCode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DestinationCurrency,
    string Type)
{
    internal static EventDenial Of(long id, Operation operation) => operation switch
    {
        Force force => new(id, null, force.Descriptor, "FORCE DENIED", force.ProcessingCode.Text, force.Currency?.Code, ColumnText.Of(AuthorizationType.Force)),
        CancelForce cancel => new(
            id, cancel.AuthorizationId, cancel.Descriptor, "FORCE CANCELLATION DENIED", null, null, ColumnText.Of(AuthorizationType.Force)),
        Transfer transfer => new(id, null, transfer.Descriptor, "TRANSFER DENIED", null, transfer.Currency?.Code, ColumnText.Of(AuthorizationType.Transfer)),
        CancelTransfer cancel => new(
            id, cancel.AuthorizationId, cancel.Descriptor, "TRANSFER CANCELLATION DENIED", null, null, ColumnText.Of(AuthorizationType.Transfer)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>The authorization that a force refers to.</summary>
internal sealed record EventOriginal(long Id, string Type);
