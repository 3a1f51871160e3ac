using ForceOps.Api.Http;
namespace ForceOps.Api.Fiserv;

/// <summary>
/// Holds the data that later answers repeat and for which the ledger has no column. It is stored as the authorization's metadata.
/// It is made from the request alone, so that a repeat of the request makes the same data. It holds only the parts of a card that
/// may be shown, and only the hash of a token.
/// </summary>
internal sealed record StoredTransaction
{
    public string? Type { get; init; }
    public string? ClientRequestId { get; init; }
    public string? Origin { get; init; }
    public string? SourceType { get; init; }
    public string? Bin { get; init; }
    public string? Last4 { get; init; }
    public string? Scheme { get; init; }
    public string? ExpirationMonth { get; init; }
    public string? ExpirationYear { get; init; }

    /// <summary>PROVIDED when the request had a security code, which itself is not kept; else null.</summary>
    public string? SecurityCodeIndicator { get; init; }

    /// <summary>The SHA-256 of the token, in Base64.</summary>
    public string? TokenHash { get; init; }

    public string? ApprovalCode { get; init; }
    public string? MerchantId { get; init; }
    public string? TerminalId { get; init; }
    public string? MerchantTransactionId { get; init; }
    public string? MerchantOrderId { get; init; }
    public string? MerchantInvoiceNumber { get; init; }
    public string? ReversalReasonCode { get; init; }

    /// <summary>The response code of a decline as it was asked for, 1 to 6 digits; null when the transaction was not declined.</summary>
    public string? DeclineCode { get; init; }

    /// <summary>The code of the error that was asked for, 3 to 6 digits; null when the answer was no such error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The last three digits of a total that chose a verification result; null when the total chose none.</summary>
    public string? VerificationCode { get; init; }

    /// <summary>
    /// Returns the data by which a repeat is compared with the first request. Whether a security code was sent is no part of the
    /// request, since builds before 0.2 did not store it. The three codes are one, since a build may have declined what a later build
    /// refuses or approves: the first answer counts.
    /// </summary>
    internal StoredTransaction AsCompared() => this with
    {
        SecurityCodeIndicator = null,
        DeclineCode = DeclineCode ?? ErrorCode ?? VerificationCode,
        ErrorCode = null,
        VerificationCode = null,
    };

    internal static StoredTransaction Of(ForcedPostRequest body, FiservCall call)
    {
        var (card, details) = (body.Source!.Card, body.TransactionDetails!);
        var number = string.IsNullOrEmpty(card?.CardData) ? null : card.CardData;
        var outcome = SimulatedOutcome.Of(body);
        return new StoredTransaction
        {
            Type = "CHARGE_FORCED_POST",
            ClientRequestId = call.ClientRequestId,
            Origin = body.TransactionInteraction?.Origin ?? "ECOM",
            SourceType = body.Source.SourceType,
            Bin = number?[..(number.Length < 16 ? 6 : 8)],
            Last4 = number?[^4..],
            Scheme = number is null ? null : CardScheme.Of(number),
            ExpirationMonth = card?.ExpirationMonth,
            ExpirationYear = card?.ExpirationYear,
            SecurityCodeIndicator = string.IsNullOrEmpty(card?.SecurityCode) ? null : "PROVIDED",
            TokenHash = body.Source.TokenData is { } token
                ? CardDeclines.HashOf(token)
                : null,
            ApprovalCode = details.ApprovalCode,
            MerchantId = body.MerchantDetails!.MerchantId,
            TerminalId = body.MerchantDetails.TerminalId,
            MerchantTransactionId = details.MerchantTransactionId,
            MerchantOrderId = details.MerchantOrderId,
            MerchantInvoiceNumber = details.MerchantInvoiceNumber,
            DeclineCode = outcome.DeclineCode,
            ErrorCode = outcome.ErrorCode,
            VerificationCode = outcome.VerificationCode,
        };
    }
}
