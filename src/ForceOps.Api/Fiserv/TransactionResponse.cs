namespace ForceOps.Api.Fiserv;

/// <summary>Carries a transaction as Commerce Hub shows it.</summary>
internal sealed record TransactionResponse(
    GatewayResponse GatewayResponse, SourceResponse Source, PaymentReceiptResponse PaymentReceipt, TransactionDetailsResponse TransactionDetails);

internal sealed record AmountResponse(decimal Total, string Currency);

internal sealed record CardResponse(string? Bin, string? Last4, string? Scheme, string? ExpirationMonth, string? ExpirationYear);

/// <param name="TransactionType">CHARGE_FORCED_POST, CANCEL or REFUND.</param>
/// <param name="TransactionState">CAPTURED, VOIDED, AUTHORIZED (for a refund) or DECLINED.</param>
internal sealed record GatewayResponse(
    string? TransactionType, string? TransactionState, string? TransactionOrigin, ProcessingDetailsResponse TransactionProcessingDetails);

internal sealed record HostResponse(
    string ApprovalStatus, string Processor, string ResponseCode, string ResponseMessage, string HostResponseCode, string HostResponseMessage,
    string LocalTimestamp);

internal sealed record PaymentReceiptResponse(AmountResponse ApprovedAmount, HostResponse ProcessorResponseDetails);

internal sealed record ProcessingDetailsResponse(
    string? OrderId, string? TransactionTimestamp, string ApiTraceId, string? ClientRequestId, string? TransactionId);

internal sealed record SourceResponse(string? SourceType, CardResponse? Card);

internal sealed record TransactionDetailsResponse(
    string? PrimaryTransactionId, bool CaptureFlag, string? ApprovalCode,
    [property: System.Text.Json.Serialization.JsonPropertyName("authentication3DS")] bool Authentication3Ds,
    string? MerchantTransactionId, string? MerchantOrderId, string? MerchantInvoiceNumber, string? ReversalReasonCode);
