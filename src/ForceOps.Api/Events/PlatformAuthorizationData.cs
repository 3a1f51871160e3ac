using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ForceOps.Api.Http;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Events;

/// <summary>
/// Carries the data of "Platform authorization created", which tells of payments and their cancellations, granted or denied (Pismo,
/// event page platform-authorization).
/// </summary>
/// <param name="AuthorizationId">
/// The id of the authorization. Where no authorization is stored, because the account does not exist, it is the id of the denial.
/// </param>
/// <param name="OriginalAuthorizationId">
/// The id of the payment that a cancellation or a confirmation names; of a payment its own id. Absent when a denied request named it by
/// its tracking id.
/// </param>
/// <param name="TrackingId">The tracking id of the operation. Both sides of a transfer have the same tracking id.</param>
/// <param name="AccountId">The account of the authorization.</param>
/// <param name="Category">What happened.</param>
/// <param name="Operation">The direction of the payment; absent when the processing code of a denied one says none.</param>
/// <param name="ClearingType">Always ONLINE.</param>
/// <param name="PreAuthorization">True for a pre-authorization and for its cancellation, which move nothing; else absent.</param>
/// <param name="Code">Six digits, the last ones of the id (decision).</param>
/// <param name="ProcessingCode">The processing code; absent for a denied cancellation without an authorization.</param>
/// <param name="Currency">The currency, three letters; absent for a denied request without an authorization that named none.</param>
/// <param name="PrincipalAmount">The amount that was asked for; absent for a denied cancellation of all that is left.</param>
/// <param name="ContractAmount">The same, since payments have no fees and taxes.</param>
/// <param name="InstallmentAmount">The same, since there is one installment.</param>
/// <param name="EventDatetime">The event date.</param>
/// <param name="ResponseCode">00 when granted; otherwise a code of the guide.</param>
/// <param name="DenialCode">The ledger's name of the first check that failed; absent when granted.</param>
/// <param name="Descriptor">The descriptor; absent when the request had none.</param>
/// <param name="Metadata">The metadata in the form in which it was sent.</param>
/// <param name="AvailableChange">The change of what is available; absent when nothing was moved or held.</param>
internal sealed record PlatformAuthorizationData(
    long AuthorizationId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? OriginalAuthorizationId,
    string TrackingId,
    long AccountId,
    [property: AllowedValues(PlatformWords.Authorization, PlatformWords.Cancellation, PlatformWords.PartialCancellation,
        PlatformWords.Denied, PlatformWords.DeniedCancellation, PlatformWords.Confirmation)] string Category,
    [property: AllowedValues(PlatformWords.CashIn, PlatformWords.CashOut)]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Operation,
    [property: AllowedValues(PlatformWords.Online)] string ClearingType,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? PreAuthorization,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ProcessingCode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Currency,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? PrincipalAmount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? ContractAmount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? InstallmentAmount,
    [property: DataType(DataType.DateTime)] string EventDatetime,
    string ResponseCode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DenialCode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Descriptor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RawObject? Metadata,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AvailableChange? AvailableChange)
{
    internal static PlatformAuthorizationData Of(LedgerEvent change) => change.Denial is { } denial
        ? Of(change, denial)
        : Of(change, change.Authorization!);

    private static PlatformAuthorizationData Of(LedgerEvent change, AuthorizationRow row)
    {
        var (isCancellation, date) = (row.ParentId is not null, UtcTime.Text(row.EventDate));
        return new PlatformAuthorizationData(
            row.Id, row.ParentId ?? row.OriginalId ?? row.Id, change.TrackingId, row.AccountId,
            PlatformWords.CategoryOf(row.Denied is not null, isCancellation, change.IsPartialCancellation, row.OriginalId is not null),
            PlatformWords.OperationOf((BalanceImpact)row.Impact, isCancellation), PlatformWords.Online,
            row.Type is "PRE_AUTHORIZATION" ? true : null, PlatformWords.CodeOf(row.Id),
            row.ProcessingCode, row.Currency, row.Amount, row.Amount, row.Amount, date,
            PlatformWords.ResponseCodeOf(row.Denied is { } text ? ColumnText.ToLedgerError(text) : null), row.Denied, row.Descriptor,
            RawObject.Of(row.Metadata),
            change.Movement is null && change.Held is null ? null : new AvailableChange(EventIds.OfChange(change), date));
    }

    /// <summary>Makes the data of a delayed payment that was refused in the end and left no authorization.</summary>
    private static PlatformAuthorizationData Of(LedgerEvent change, DenialRow denial)
    {
        var (code, currency, amount, original) = change.Denied switch
        {
            PaymentOnAccount payment =>
                (payment.ProcessingCode.Text, payment.Currency?.Code, (decimal?)payment.Amount.Value, (long?)denial.Id),
            PaymentTransfer transfer => (null, transfer.Currency?.Code, transfer.Amount.Value, denial.Id),
            OperationOnPayment taken => (null, null, taken.Amount?.Value, taken.AuthorizationId),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new PlatformAuthorizationData(
            denial.Id, original, change.TrackingId, denial.AccountId,
            PlatformWords.CategoryOf(
                isDenied: true, isCancellation: change.Denied is CancelPayment, cancelsPart: false, isConfirmation: false),
            null, PlatformWords.Online, change.Denied is PreAuthorization ? true : null, PlatformWords.CodeOf(denial.Id), code,
            currency, amount, amount, amount,
            UtcTime.Text(denial.EventDate), ResponseCodeOf(denial), denial.Error, change.Denied.Descriptor,
            RawObject.Of(change.Denied.Metadata), null);
    }

    /// <summary>Returns the response code; a denial without an error says that another operation has the tracking id.</summary>
    private static string ResponseCodeOf(DenialRow denial) =>
        ColumnText.IsLedgerError(denial.Error, out var error) ? PlatformWords.ResponseCodeOf(error) : "12";
}
