using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ForceOps.Api.Http;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// Carries the payment source. The emulator reads the members that it may keep, and drops the others with the request.
/// </summary>
internal sealed class SourceRequest
{
    /// <summary>PaymentCard, PaymentToken, PaymentEMV, PaymentTrack or ManualEntry. Wallets are not supported.</summary>
    [Required]
    [AllowedValues("PaymentCard", "PaymentToken", "PaymentEMV", "PaymentTrack", "ManualEntry")]
    public string? SourceType { get; init; }

    public CardRequest? Card { get; init; }

    /// <summary>The encrypted card, which replaces card data in the clear. The emulator does not read its content.</summary>
    public RawObject? EncryptionData { get; init; }

    /// <summary>The token of a PaymentToken. The emulator stores only its hash.</summary>
    public string? TokenData { get; init; }

    public string? TokenSource { get; init; }

    /// <summary>Returns the type's name only, because the values may include a card number.</summary>
    public override string ToString() => nameof(SourceRequest);
}

internal sealed class CardRequest
{
    /// <summary>The number of a test card, in the clear. The emulator stores its first digits and its last four digits.</summary>
    public string? CardData { get; init; }

    /// <summary>The month of expiry, 01 to 12.</summary>
    [RegularExpression("^(0[1-9]|1[0-2])$")]
    public string? ExpirationMonth { get; init; }

    /// <summary>The year of expiry, four digits.</summary>
    [RegularExpression("^[0-9]{4}$")]
    public string? ExpirationYear { get; init; }

    /// <summary>The card's security code, 3 or 4 digits. It is checked and not stored.</summary>
    [RegularExpression("^[0-9]{3,4}$")]
    public string? SecurityCode { get; init; }

    /// <summary>Returns the type's name only, without the values.</summary>
    public override string ToString() => nameof(CardRequest);
}

internal sealed class AmountRequest
{
    /// <summary>The total amount, a number in major units.</summary>
    [Required]
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Total { get; init; }

    /// <summary>The currency of ISO 4217, three letters.</summary>
    [Required]
    [RegularExpression("^[A-Z]{3}$")]
    public string? Currency { get; init; }
}

internal sealed class AdditionalDataRequest
{
    public TestTriggerRequest? AdditionalData { get; init; }
}

internal sealed class MerchantDetailsRequest
{
    /// <summary>
    /// The merchant's id. A number is the id of the merchant's account; any other text is mapped to an account id that is made
    /// from its hash.
    /// </summary>
    [Required]
    [StringLength(FiservText.MerchantIdLengthMax, MinimumLength = 1)]
    public string? MerchantId { get; init; }

    /// <summary>The terminal's id. A forced post needs it.</summary>
    [StringLength(FiservText.MerchantIdLengthMax, MinimumLength = 1)]
    public string? TerminalId { get; init; }
}

internal sealed class TestTriggerRequest
{
    /// <summary>
    /// The code that the answer must have, 1 to 6 digits, at most 999. Zeros only approve; 1 to 99 decline (201) with this response code;
    /// a code from 100 is answered 400 with this error code.
    /// </summary>
    [RegularExpression("^[0-9]{1,6}$")]
    public string? RequestedTestResponseCode { get; init; }
}

internal sealed class TransactionDetailsRequest
{
    /// <summary>Must be true, and is true when absent. The text "true" is accepted too.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool? CaptureFlag { get; init; }

    /// <summary>The approval code from the voice authorization centre, 1 to 6 letters or digits. A forced post needs it.</summary>
    [RegularExpression("^[0-9A-Za-z]{1,6}$")]
    public string? ApprovalCode { get; init; }

    /// <summary>The client's own id of the transaction. Later requests may refer to it.</summary>
    [StringLength(FiservText.ReferenceLengthMax, MinimumLength = 1)]
    public string? MerchantTransactionId { get; init; }

    /// <summary>The client's own id of the order. An inquiry may refer to it.</summary>
    [StringLength(FiservText.ReferenceLengthMax, MinimumLength = 1)]
    public string? MerchantOrderId { get; init; }

    [StringLength(FiservText.ReferenceLengthMax, MinimumLength = 1)]
    public string? MerchantInvoiceNumber { get; init; }

    /// <summary>The reason of a cancel or a refund: VOID, SUSPECTED_FRAUD, TIMEOUT, CARD_OVERRIDE and others.</summary>
    public string? ReversalReasonCode { get; init; }
}

internal sealed class TransactionInteractionRequest
{
    /// <summary>ECOM, MOTO or POS; ECOM when absent.</summary>
    [AllowedValues("ECOM", "MOTO", "POS")]
    public string? Origin { get; init; }
}
