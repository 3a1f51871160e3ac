using ForceOps.Api.Bluefin;

namespace ForceOps.Api.Fiserv;

/// <summary>A transaction as Commerce Hub shows it.</summary>
internal sealed record TransactionAnswer(
    GatewayResponseAnswer GatewayResponse, SourceAnswer Source, PaymentReceiptAnswer PaymentReceipt, TransactionDetailsAnswer TransactionDetails);

internal sealed record AmountAnswer(decimal Total, string Currency);

internal sealed record CardAnswer(string? Bin, string? Last4, string? Scheme, string? ExpirationMonth, string? ExpirationYear);

/// <param name="TransactionType">CHARGE_FORCED_POST, CANCEL or REFUND.</param>
/// <param name="TransactionState">CAPTURED, VOIDED, AUTHORIZED (of a refund) or DECLINED.</param>
internal sealed record GatewayResponseAnswer(
    string? TransactionType, string? TransactionState, string? TransactionOrigin, ProcessingDetailsAnswer TransactionProcessingDetails);

internal sealed record HostResponseAnswer(
    string ApprovalStatus, string Processor, string ResponseCode, string ResponseMessage, string HostResponseCode, string HostResponseMessage,
    string LocalTimestamp);

internal sealed record PaymentReceiptAnswer(AmountAnswer ApprovedAmount, HostResponseAnswer ProcessorResponseDetails);

internal sealed record ProcessingDetailsAnswer(
    string? OrderId, string? TransactionTimestamp, string ApiTraceId, string? ClientRequestId, string? TransactionId);

internal sealed record SourceAnswer(string? SourceType, CardAnswer? Card);

internal sealed record TransactionDetailsAnswer(
    string? PrimaryTransactionId, bool CaptureFlag, string? ApprovalCode,
    [property: System.Text.Json.Serialization.JsonPropertyName("authentication3DS")] bool Authentication3Ds,
    string? MerchantTransactionId, string? MerchantOrderId, string? MerchantInvoiceNumber, string? ReversalReasonCode);
