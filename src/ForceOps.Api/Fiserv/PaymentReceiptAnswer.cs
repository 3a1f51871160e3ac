namespace ForceOps.Api.Fiserv;

internal sealed record PaymentReceiptAnswer(AmountAnswer ApprovedAmount, HostResponseAnswer ProcessorResponseDetails);
