using ForceOps.Api.Journal;
using ForceOps.Api.Pismo.Accounts;
using ForceOps.Api.Pismo.HoldFunds;
using ForceOps.Api.Pismo.PaymentMethods;
using ForceOps.Api.Pismo.Reads;

namespace ForceOps.Api.Pismo;

/// <summary>
/// Copies the values that the request journal may keep from each body: no descriptor, no metadata and no name of an outside
/// party.
/// </summary>
internal static class PismoJournal
{
    internal static RecordedBody? Of(object body, HttpRequest request) => body switch
    {
        ForceRequest force => Of(force),
        CancelForceRequest cancel => Of(cancel),
        TransferRequest transfer => Of(transfer),
        CancelTransferRequest cancel => Of(cancel),
        PaymentRequest payment => Of(payment),
        PaymentTransferRequest transfer => Of(transfer),
        CancelPaymentRequest cancel => Of(cancel),
        ConfirmPaymentRequest confirm => Of(confirm, request),
        ProcessingCodeRequest code => new() { ProcessingCode = code.Code },
        UpdateProcessingCodeRequest or UpdateStatusRequest or RollBackStatusRequest => OfPath(request),
        _ => HoldFundsApi.Recorded(body),
    };

    /// <summary>
    /// Copies the processing code or the account of the path or the query, and the tracking id of the query; returns null for a request
    /// without any.
    /// </summary>
    internal static RecordedBody? OfPath(HttpRequest request) =>
        request.RouteValues[GetProcessingCodeEndpoint.Parameter] is string code ? new() { ProcessingCode = code }
        : (AccountPath.IdOf(request) ?? TimelineEndpoint.AccountOf(request)) is { } account
            ? new() { AccountId = RecordedNumber.Of(account), TrackingId = request.Query["tracking_id"] }
            : null;

    private static RecordedBody Of(ForceRequest force) => new()
    {
        TrackingId = force.TrackingId,
        AccountId = RecordedNumber.Of(force.AccountId),
        Amount = RecordedNumber.Of(force.Amount),
        Currency = force.Currency,
        ProcessingCode = force.ProcessingCode,
        OriginalAuthorizationId = RecordedNumber.Of(force.OriginalAuthorization?.Id),
        ValueDate = force.EffectiveDate,
        DescriptorLength = RecordedBody.LengthOf(force.Descriptor),
        MetadataBytes = RecordedBody.BytesOf(force.Metadata?.Json),
    };

    private static RecordedBody Of(CancelForceRequest cancel) => new()
    {
        TrackingId = cancel.TrackingId,
        AuthorizationId = RecordedNumber.Of(cancel.AuthorizationId),
        OriginalTrackingId = cancel.OriginalTrackingId,
        Amount = RecordedNumber.Of(cancel.Amount),
        CancelFees = cancel.CancelFees,
        DescriptorLength = RecordedBody.LengthOf(cancel.Descriptor),
        MetadataBytes = RecordedBody.BytesOf(cancel.Metadata?.Json),
    };

    private static RecordedBody Of(TransferRequest transfer) => new()
    {
        TrackingId = transfer.TrackingId,
        From = PartyOf(transfer.Giver),
        To = PartyOf(transfer.Taker),
        Amount = RecordedNumber.Of(transfer.Amount),
        Currency = transfer.Currency,
        ProcessingCode = transfer.Giver?.ProcessingCode ?? transfer.Taker?.ProcessingCode,
        DescriptorLength = RecordedBody.LengthOf(transfer.Descriptor),
        MetadataBytes = RecordedBody.BytesOf(transfer.Metadata?.Json),
    };

    private static RecordedBody Of(CancelTransferRequest cancel) => new()
    {
        TrackingId = cancel.TrackingId,
        AuthorizationId = RecordedNumber.Of(cancel.AuthorizationId),
        OriginalTrackingId = cancel.OriginalTrackingId,
        Amount = RecordedNumber.Of(cancel.Amount),
        ProcessingCode = cancel.ProcessingCodes?.Debit ?? cancel.ProcessingCodes?.Credit,
        DescriptorLength = RecordedBody.LengthOf(cancel.Descriptor),
        MetadataBytes = RecordedBody.BytesOf(cancel.Metadata?.Json),
    };

    private static RecordedBody Of(PaymentRequest payment) => new()
    {
        TrackingId = payment.TrackingId,
        AccountId = RecordedNumber.Of(payment.AccountId),
        Amount = RecordedNumber.Of(payment.Amount),
        Currency = payment.Currency,
        ProcessingCode = payment.ProcessingCode,
        DescriptorLength = RecordedBody.LengthOf(payment.Descriptor),
        MetadataBytes = RecordedBody.BytesOf(payment.Metadata?.Json),
    };

    private static RecordedBody Of(PaymentTransferRequest transfer) => new()
    {
        TrackingId = transfer.TrackingId,
        From = transfer.From is { } from ? new("account", RecordedNumber.Of(from.AccountId)) : default,
        To = transfer.To is { } to ? new("account", RecordedNumber.Of(to.AccountId)) : default,
        Amount = RecordedNumber.Of(transfer.Amount),
        Currency = transfer.Currency,
        ProcessingCode = transfer.From?.ProcessingCode ?? transfer.To?.ProcessingCode,
        DescriptorLength = RecordedBody.LengthOf(transfer.Descriptor),
        MetadataBytes = RecordedBody.BytesOf(transfer.Metadata?.Json),
    };

    private static RecordedBody Of(CancelPaymentRequest cancel) => new()
    {
        TrackingId = cancel.TrackingId,
        AuthorizationId = RecordedNumber.Of(cancel.AuthorizationId),
        OriginalTrackingId = cancel.OriginalTrackingId,
        Amount = RecordedNumber.Of(cancel.Amount),
        DescriptorLength = RecordedBody.LengthOf(cancel.Descriptor),
        MetadataBytes = RecordedBody.BytesOf(cancel.Metadata?.Json),
    };

    private static RecordedBody Of(ConfirmPaymentRequest confirm, HttpRequest request) => new()
    {
        TrackingId = confirm.TrackingId,
        AuthorizationId = RecordedNumber.Of(ConfirmPaymentEndpoint.IdOf(request)),
        OriginalTrackingId = confirm.OriginalTrackingId,
        Amount = RecordedNumber.Of(confirm.Amount),
        DescriptorLength = RecordedBody.LengthOf(confirm.Descriptor),
        MetadataBytes = RecordedBody.BytesOf(confirm.Metadata?.Json),
    };

    private static RecordedParty PartyOf(TransferPartyRequest? party) => party switch
    {
        { Account: { } account } => new("account", RecordedNumber.Of(account.Id)),
        { Merchant: { } merchant } => new("merchant", RecordedNumber.Of(merchant.Id)),
        { Card: { } card } => new("card", RecordedNumber.Of(card.Id)),
        { CustomInfo: not null } => new("custom_info", default),
        _ => default,
    };
}
