namespace ForceOps.Api.Fiserv;

internal sealed record ProcessingDetailsAnswer(
    string? OrderId, string? TransactionTimestamp, string ApiTraceId, string? ClientRequestId, string? TransactionId);
