using System.Text.Json.Serialization;
using ForceOps.Api.Http;

namespace ForceOps.Api.Fiserv;

/// <summary>What pays. The emulator reads what it may keep and forgets the rest with the request.</summary>
internal sealed class SourceRequest
{
    /// <summary>PaymentCard, PaymentToken, PaymentEMV, PaymentTrack or ManualEntry; no wallet.</summary>
    public string? SourceType { get; init; }

    public CardRequest? Card { get; init; }

    /// <summary>Instead of a card in the clear; not looked into.</summary>
    public RawObject? EncryptionData { get; init; }

    /// <summary>Of a PaymentToken; kept as a hash only.</summary>
    public string? TokenData { get; init; }

    public string? TokenSource { get; init; }

    /// <summary>Not the values: a card's number may be among them.</summary>
    public override string ToString() => nameof(SourceRequest);
}

internal sealed class CardRequest
{
    /// <summary>The number, in the clear: a test card's. Its first digits and its last four are kept.</summary>
    public string? CardData { get; init; }

    /// <summary>01 to 12.</summary>
    public string? ExpirationMonth { get; init; }

    /// <summary>Four digits.</summary>
    public string? ExpirationYear { get; init; }

    /// <summary>Looked at and forgotten.</summary>
    public string? SecurityCode { get; init; }

    /// <summary>Not the values.</summary>
    public override string ToString() => nameof(CardRequest);
}

internal sealed class AmountRequest
{
    /// <summary>A number, in major units.</summary>
    public decimal? Total { get; init; }

    /// <summary>ISO 4217, three letters.</summary>
    public string? Currency { get; init; }
}

internal sealed class AdditionalDataRequest
{
    public TestTriggerRequest? AdditionalData { get; init; }
}

internal sealed class MerchantDetailsRequest
{
    /// <summary>A number names the account of that id; any other text one that is made of its hash.</summary>
    public string? MerchantId { get; init; }

    public string? TerminalId { get; init; }
}

internal sealed class TestTriggerRequest
{
    /// <summary>Forces this response code; all but zeros decline.</summary>
    public string? RequestedTestResponseCode { get; init; }
}

internal sealed class TransactionDetailsRequest
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

internal sealed class TransactionInteractionRequest
{
    /// <summary>ECOM (when absent), MOTO or POS.</summary>
    public string? Origin { get; init; }
}
