using System.Text.Json.Serialization;
using ForceOps.Api.Http;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Events;

/// <summary>Carries the data of "Authorization created" and of "Authorization cancelled".</summary>
/// <param name="Amount">
/// The authorized amount minus added fees, by Pismo's page: the amount that the request asked for. A fee of the emulator comes on
/// top of the amount, as a movement of its own, so the stored amount never includes a fee.
/// </param>
/// <param name="Authorization">The operation.</param>
/// <param name="OriginalAuthorization">The authorization that a force refers to; absent when the request named none.</param>
/// <param name="AccountId">The account of the operation.</param>
/// <param name="TrackingId">The tracking id of the operation. Both sides of a transfer have the same tracking id.</param>
/// <param name="Metadata">The metadata in the form in which it was sent.</param>
/// <param name="AvailableChange">The change of the balance; absent when nothing was moved.</param>
internal sealed record AuthorizationData(
    decimal Amount,
    EventAuthorization Authorization,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EventOriginal? OriginalAuthorization,
    long AccountId,
    string TrackingId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RawObject? Metadata,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AvailableChange? AvailableChange);

/// <summary>
/// Carries the operation in the event of an authorization. It holds only values that were fixed by the posting, because a later
/// try must give the same bytes.
/// </summary>
/// <param name="Id">The id of this authorization; for a cancellation, the cancellation's own id.</param>
/// <param name="ParentAuthorizationId">The id of the authorization that a cancellation cancels; absent otherwise.</param>
/// <param name="Code">
/// Six digits, as in the page's sample. The ledger has no authorization code; these are the last six digits of the id (decision).
/// </param>
/// <param name="Descriptor">The operation's descriptor; absent when the request had none.</param>
/// <param name="OperationDescription">
/// A description in our words, because the processing code's description may be changed at any time (decision).
/// </param>
/// <param name="ProcessingCode">The processing code of this authorization.</param>
/// <param name="BalanceImpact">1, -1, or null for no impact on the balance; of a hold, the impact on what is available.</param>
/// <param name="DestinationCurrency">The account's currency, three letters (Pismo's page).</param>
/// <param name="Type">FORCE, TRANSFER or HOLD.</param>
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

/// <summary>
/// Carries the change of the balance that the authorization made. The "Balance changed" event has the same id in its data.
/// </summary>
internal sealed record AvailableChange(Guid Id, string UpdateDatetime);

/// <summary>Carries the data of "Balance changed".</summary>
/// <param name="AccountId">The account whose balance changed.</param>
/// <param name="Amount">The amount that was added or taken; always above 0.</param>
/// <param name="Id">The id of the change.</param>
/// <param name="OperationType">CREDIT or DEBIT.</param>
/// <param name="OrgId">The same org as in the envelope.</param>
/// <param name="TrackingId">The tracking id of the operation.</param>
/// <param name="UpdatedAt">The event date.</param>
/// <param name="AmountConsider">The principal amount of the operation, without fees.</param>
/// <param name="AvailableCreditLimit">
/// What was available after the change: the balance and the credit limit that the account had then, without what was held.
/// </param>
internal sealed record BalanceData(
    long AccountId, decimal Amount, Guid Id, string OperationType, string OrgId, string TrackingId, string UpdatedAt,
    decimal AmountConsider, decimal AvailableCreditLimit);

/// <summary>
/// Carries the data of "Authorization denied". They are the data of "Authorization created" as far as a request alone determines
/// them, and the reason of the denial (decision).
/// </summary>
/// <param name="Amount">The requested amount; absent when a cancel asked for all that is left.</param>
/// <param name="Authorization">The operation that was denied and made no authorization.</param>
/// <param name="OriginalAuthorization">The authorization that a force refers to; absent when the request named none.</param>
/// <param name="AccountId">The account of the operation; for a transfer the giving side's account, if the ledger has it.</param>
/// <param name="TrackingId">The tracking id of the operation. The tracking id is free again, unless another operation has it.</param>
/// <param name="Metadata">The metadata in the form in which it was sent.</param>
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
            operation is Force { Original: { } original }
                ? new EventOriginal(original.Id, original.OnNetwork ? "NETWORK" : "PLATFORM")
                : null,
            denial.AccountId, denial.TrackingId, RawObject.Of(operation.Metadata), denial.Error);
    }

    private static decimal? AmountOf(Operation operation) => operation switch
    {
        Force force => force.Amount.Value,
        CancelForce cancel => cancel.Amount?.Value,
        Transfer transfer => transfer.Amount.Value,
        CancelTransfer cancel => cancel.Amount.Value,
        HoldFunds hold => hold.Amount.Value,
        OperationOnHolds taken => taken.Amount.Value,
        CancelHoldTransfer cancel => cancel.Amount.Value,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Carries the operation in the event of a denial.</summary>
/// <param name="Id">The id of the denial, because no authorization exists.</param>
/// <param name="ParentAuthorizationId">
/// The id of the authorization that a cancellation named to cancel; absent when the request named none by its id.
/// </param>
/// <param name="Descriptor">The operation's descriptor; absent when the request had none.</param>
/// <param name="OperationDescription">A description in our words.</param>
/// <param name="ProcessingCode">The processing code of a force or of an operation on held money; absent otherwise.</param>
/// <param name="DestinationCurrency">The currency; absent when the request named none.</param>
/// <param name="Type">FORCE, TRANSFER or HOLD.</param>
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
        Force force =>
            new(id, null, force.Descriptor, "FORCE DENIED", force.ProcessingCode.Text, force.Currency?.Code,
                ColumnText.Of(AuthorizationType.Force)),
        CancelForce cancel => new(
            id, cancel.AuthorizationId, cancel.Descriptor, "FORCE CANCELLATION DENIED", null, null, ColumnText.Of(AuthorizationType.Force)),
        Transfer transfer =>
            new(id, null, transfer.Descriptor, "TRANSFER DENIED", null, transfer.Currency?.Code, ColumnText.Of(AuthorizationType.Transfer)),
        CancelTransfer cancel => new(
            id, cancel.AuthorizationId, cancel.Descriptor, "TRANSFER CANCELLATION DENIED", null, null,
            ColumnText.Of(AuthorizationType.Transfer)),
        HoldFunds hold => new(
            id, null, hold.Descriptor, "HOLD DENIED", hold.ProcessingCode.Text, null, ColumnText.Of(AuthorizationType.Hold)),
        ReleaseHold release => new(
            id, release.AuthorizationId, release.Descriptor, "HOLD RELEASE DENIED", release.ProcessingCode.Text, null,
            ColumnText.Of(AuthorizationType.Hold)),
        TransferHold transfer => new(
            id, null, transfer.Descriptor, "TRANSFER DENIED", transfer.ProcessingCode.Text, null, ColumnText.Of(AuthorizationType.Transfer)),
        CancelHoldTransfer cancel => new(
            id, cancel.AuthorizationId, cancel.Descriptor, "TRANSFER CANCELLATION DENIED", cancel.ProcessingCode.Text, null,
            ColumnText.Of(AuthorizationType.Transfer)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Names the authorization that a force refers to.</summary>
internal sealed record EventOriginal(long Id, string Type);

/// <summary>Carries the data of "Account status changed" (Pismo, account-status-change-2).</summary>
/// <param name="AccountId">The account whose status changed.</param>
/// <param name="OldStatus">The status before.</param>
/// <param name="NewStatus">The status after.</param>
internal sealed record StatusChangeData(long AccountId, EventStatus OldStatus, EventStatus NewStatus)
{
    internal static StatusChangeData Of(StatusChangeRow row) => new(
        row.AccountId, new EventStatus(row.OldStatus, row.OldReasonId, row.OldDescription),
        new EventStatus(row.NewStatus, row.NewReasonId, row.NewDescription));
}

/// <summary>Carries a status with the reason for it.</summary>
/// <param name="Status">The name of the status.</param>
/// <param name="ReasonId">The client's id of the reason; absent when none was given.</param>
/// <param name="ReasonDescription">The client's words about the reason; absent when none were given.</param>
internal sealed record EventStatus(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ReasonId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ReasonDescription);

/// <summary>Carries the data of "Network authorization" (Pismo, network-authorization-1); its members are ours.</summary>
/// <param name="AccountId">The account of the card; absent when none was named.</param>
/// <param name="Authorization">The authorization, with the type NETWORK.</param>
/// <param name="Amount">The authorized amount.</param>
/// <param name="Currency">The currency, three letters.</param>
/// <param name="Network">visa or mastercard.</param>
internal sealed record NetworkData(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AccountId, EventOriginal Authorization, decimal Amount,
    string Currency, string Network)
{
    internal static NetworkData Of(NetworkAuthorizationRow row) =>
        new(row.AccountId, new EventOriginal(row.Id, "NETWORK"), row.Amount, row.Currency, row.Network);
}
