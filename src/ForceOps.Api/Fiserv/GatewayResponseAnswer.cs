namespace ForceOps.Api.Fiserv;

/// <param name="TransactionType">CHARGE_FORCED_POST, CANCEL or REFUND.</param>
/// <param name="TransactionState">CAPTURED, VOIDED, AUTHORIZED (of a refund) or DECLINED.</param>
internal sealed record GatewayResponseAnswer(
    string? TransactionType, string? TransactionState, string? TransactionOrigin, ProcessingDetailsAnswer TransactionProcessingDetails);
