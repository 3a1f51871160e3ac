namespace ForceOps.Api.Fiserv;

/// <summary>Carries a transaction as Commerce Hub shows it.</summary>
internal sealed record TransactionResponse(
    GatewayResponse GatewayResponse, SourceResponse Source, PaymentReceiptResponse PaymentReceipt,
    TransactionDetailsResponse TransactionDetails,
    MerchantDetailsResponse? MerchantDetails = null);

internal sealed record AmountResponse(decimal Total, string Currency);

/// <param name="SecurityCodeResponse">The letter of the card network for the security code: M, N, P, S, U or X.</param>
/// <param name="CardholderNameResponse">The result for the cardholder's name, 1 to 8; only on an AMEX card.</param>
internal sealed record AssociationResponse(string SecurityCodeResponse, string? CardholderNameResponse);

/// <param name="StreetMatch">MATCHED, NOT_MATCHED, NOT_CHECKED, NO_INPUT_DATA or NONE.</param>
/// <param name="PostalCodeMatch">MATCHED, NOT_MATCHED, NOT_CHECKED or NO_INPUT_DATA.</param>
/// <param name="SecurityCodeMatch">MATCHED, NOT_MATCHED, NOT_PROCESSED, NOT_PRESENT, NOT_CERTIFIED or NOT_CHECKED.</param>
/// <param name="Association">The results in the words of the card network.</param>
internal sealed record AvsSecurityCodeResponse(
    string StreetMatch, string PostalCodeMatch, string SecurityCodeMatch, AssociationResponse Association);

internal sealed record BankAssociationResponse(AvsSecurityCodeResponse AvsSecurityCodeResponse);

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
/// <param name="BankAssociationDetails">
/// The verification result of a total from 5070 to 5075, 5080 to 5088 or 5091 to 5098; absent for other totals.
/// </param>
internal sealed record HostResponse(
    string ApprovalStatus, string? ApprovalCode, string? ReferenceNumber, string Processor, string? Host, string ResponseCode,
    string ResponseMessage, string HostResponseCode, string HostResponseMessage,
    string LocalTimestamp, BankAssociationResponse? BankAssociationDetails = null);

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
