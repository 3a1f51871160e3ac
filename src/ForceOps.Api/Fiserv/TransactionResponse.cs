namespace ForceOps.Api.Fiserv;

/// <summary>Carries a transaction as Commerce Hub shows it.</summary>
internal sealed record TransactionResponse(
    GatewayResponse GatewayResponse, SourceResponse Source, PaymentReceiptResponse PaymentReceipt,
    TransactionDetailsResponse TransactionDetails,
    MerchantDetailsResponse? MerchantDetails = null);

internal sealed record AmountResponse(decimal Total, string Currency);

/// <param name="SecurityCodeIndicator">PROVIDED when the request had a security code; only in the profile current.</param>
internal sealed record CardResponse(
    string? Bin, string? Last4, string? Scheme, string? ExpirationMonth, string? ExpirationYear, string? SecurityCodeIndicator = null);

/// <param name="TransactionType">CHARGE_FORCED_POST, CANCEL or REFUND.</param>
/// <param name="TransactionState">CAPTURED, VOIDED, AUTHORIZED (for a refund) or DECLINED.</param>
internal sealed record GatewayResponse(
    string? TransactionType, string? TransactionState, string? TransactionOrigin, ProcessingDetailsResponse TransactionProcessingDetails);

/// <param name="ApprovalCode">The approval code of an approved transaction; only in the profile current, as the next two.</param>
/// <param name="ReferenceNumber">12 hex digits of the transaction's id.</param>
/// <param name="Host">The vendor's host.</param>
internal sealed record HostResponse(
    string ApprovalStatus, string? ApprovalCode, string? ReferenceNumber, string Processor, string? Host, string ResponseCode,
    string ResponseMessage, string HostResponseCode, string HostResponseMessage,
    string LocalTimestamp);

/// <summary>Repeats the merchant's ids, in the profile current.</summary>
internal sealed record MerchantDetailsResponse(string? TerminalId, string? MerchantId);

internal sealed record PaymentReceiptResponse(AmountResponse ApprovedAmount, HostResponse ProcessorResponseDetails);

internal sealed record ProcessingDetailsResponse(
    string? OrderId, string? TransactionTimestamp, string ApiTraceId, string? ClientRequestId, string? TransactionId);

internal sealed record SourceResponse(string? SourceType, CardResponse? Card);

internal sealed record TransactionDetailsResponse(
    string? PrimaryTransactionId, bool CaptureFlag, string? ApprovalCode,
    [property: System.Text.Json.Serialization.JsonPropertyName("authentication3DS")] bool Authentication3Ds,
    string? MerchantTransactionId, string? MerchantOrderId, string? MerchantInvoiceNumber, string? ReversalReasonCode,
    string? RetrievalReferenceNumber = null);
