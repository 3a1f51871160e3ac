namespace ForceOps.Api.Fiserv;

internal sealed record TransactionDetailsAnswer(
    string? PrimaryTransactionId, bool CaptureFlag, string? ApprovalCode,
    [property: System.Text.Json.Serialization.JsonPropertyName("authentication3DS")] bool Authentication3Ds,
    string? MerchantTransactionId, string? MerchantOrderId, string? MerchantInvoiceNumber, string? ReversalReasonCode);
