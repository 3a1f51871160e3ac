namespace ForceOps.Api.Fiserv;

/// <summary>
/// What later answers repeat and the books have no column for; kept as the authorization's metadata. Made from the request alone, so
/// that a repeat of it makes the same. Of a card nothing but what may be shown, of a token its hash.
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

    /// <summary>SHA-256 of the token, base64.</summary>
    public string? TokenHash { get; init; }

    public string? ApprovalCode { get; init; }
    public string? MerchantId { get; init; }
    public string? TerminalId { get; init; }
    public string? MerchantTransactionId { get; init; }
    public string? MerchantOrderId { get; init; }
    public string? MerchantInvoiceNumber { get; init; }
    public string? ReversalReasonCode { get; init; }

    /// <summary>Of a decline; null when approved.</summary>
    public string? DeclineCode { get; init; }

    internal static StoredTransaction Of(ForcedPostRequest body, FiservCall call)
    {
        var (card, details) = (body.Source!.Card, body.TransactionDetails!);
        var number = string.IsNullOrEmpty(card?.CardData) ? null : card.CardData;
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
            TokenHash = body.Source.TokenData is { } token
                ? Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)))
                : null,
            ApprovalCode = details.ApprovalCode,
            MerchantId = body.MerchantDetails!.MerchantId,
            TerminalId = body.MerchantDetails.TerminalId,
            MerchantTransactionId = details.MerchantTransactionId,
            MerchantOrderId = details.MerchantOrderId,
            MerchantInvoiceNumber = details.MerchantInvoiceNumber,
            DeclineCode = DeclineOf(body),
        };
    }

    /// <summary>The vendor's sandbox triggers (B9): a requested code, or a whole total from 5001 to 5999.</summary>
    private static string? DeclineOf(ForcedPostRequest body)
    {
        if (body.AdditionalDataCommon?.AdditionalData?.RequestedTestResponseCode is { } requested)
            return requested.All(digit => digit == '0') ? null : requested;
        var total = body.Amount!.Total!.Value;
        return total is >= 5001 and <= 5999 && total == decimal.Truncate(total) ? ((int)total % 1000).ToString("D3") : null;
    }
}
