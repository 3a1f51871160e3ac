using ForceOps.Api.Journal;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// Selects the members of each body that the request journal may keep. It keeps nothing of a payment source, no approval code and
/// no security code.
/// </summary>
internal static class FiservJournal
{
    internal static RecordedBody Of(FiservCall call, object body) => body switch
    {
        ForcedPostRequest post => new()
        {
            ClientRequestId = call.ClientRequestId,
            AccountId = AccountOf(post.MerchantDetails),
            Amount = RecordedNumber.Of(post.Amount?.Total),
            Currency = post.Amount?.Currency,
            MerchantTransactionId = post.TransactionDetails?.MerchantTransactionId,
            MerchantOrderId = post.TransactionDetails?.MerchantOrderId,
        },
        ReversalRequest reversal => new()
        {
            ClientRequestId = call.ClientRequestId,
            AccountId = AccountOf(reversal.MerchantDetails),
            Amount = RecordedNumber.Of(reversal.Amount?.Total),
            Currency = reversal.Amount?.Currency,
            Reference = ReferenceOf(reversal.ReferenceTransactionDetails),
            MerchantTransactionId = reversal.TransactionDetails?.MerchantTransactionId,
        },
        InquiryRequest inquiry => new()
        {
            ClientRequestId = call.ClientRequestId,
            AccountId = AccountOf(inquiry.MerchantDetails),
            Reference = ReferenceOf(inquiry.ReferenceTransactionDetails),
        },
        _ => new() { ClientRequestId = call.ClientRequestId },
    };

    private static RecordedNumber AccountOf(MerchantDetailsRequest? merchant) =>
        FiservText.IsId(merchant?.MerchantId, FiservText.MerchantIdLengthMax)
            ? RecordedNumber.Of(MerchantAccount.Of(merchant!.MerchantId!))
            : default;

    private static string? ReferenceOf(ReferenceRequest? reference) =>
        reference?.ReferenceTransactionId ?? reference?.ReferenceMerchantTransactionId ?? reference?.ReferenceOrderId
            ?? reference?.ReferenceMerchantOrderId ?? reference?.ReferenceClientRequestId;
}
