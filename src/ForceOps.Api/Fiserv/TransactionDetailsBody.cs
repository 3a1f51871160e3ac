using System.Text.Json.Serialization;

namespace ForceOps.Api.Fiserv;

internal sealed class TransactionDetailsBody
{
    /// <summary>Must be true; the same when absent. The text "true" is taken too.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool? CaptureFlag { get; init; }

    /// <summary>1 to 6 letters or digits, from the voice authorization centre.</summary>
    public string? ApprovalCode { get; init; }

    /// <summary>Yours; later requests may refer to it.</summary>
    public string? MerchantTransactionId { get; init; }

    /// <summary>Yours; an inquiry may refer to it.</summary>
    public string? MerchantOrderId { get; init; }

    public string? MerchantInvoiceNumber { get; init; }

    /// <summary>Of a cancel: VOID, SUSPECTED_FRAUD, TIMEOUT, CARD_OVERRIDE and others.</summary>
    public string? ReversalReasonCode { get; init; }
}
