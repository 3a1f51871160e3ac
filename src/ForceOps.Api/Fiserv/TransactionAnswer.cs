namespace ForceOps.Api.Fiserv;

/// <summary>A transaction as Commerce Hub shows it.</summary>
internal sealed record TransactionAnswer(
    GatewayResponseAnswer GatewayResponse, SourceAnswer Source, PaymentReceiptAnswer PaymentReceipt, TransactionDetailsAnswer TransactionDetails);
