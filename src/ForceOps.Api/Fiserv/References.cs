using ForceOps.Postgres.Reads;

namespace ForceOps.Api.Fiserv;

/// <summary>Finds the transactions that a request refers to, among the merchant's own transactions.</summary>
internal sealed class References(CardPostings postings)
{
    internal async Task<IReadOnlyList<CardPosting>> FindAsync(OrgId org, long account, ReferenceRequest reference) =>
        reference switch
    {
        { ReferenceTransactionId: { } id } => await ByIdAsync(org, account, FiservId.TransactionOf(id)),
        { ReferenceMerchantTransactionId: { } id } => await postings.FindByMerchantTransactionAsync(org, account, Clean(id)),
        { ReferenceOrderId: { } id } => WithReversals(await ByIdAsync(org, account, FiservId.OrderOf(id))),
        { ReferenceMerchantOrderId: { } id } => await postings.FindByMerchantOrderAsync(org, account, Clean(id)),
        { ReferenceClientRequestId: { } id } => One(await postings.FindAsync(org, Channel.Fiserv, account, FiservKey.Of(account, id))),
        _ => [],
    };

    private async Task<IReadOnlyList<CardPosting>> ByIdAsync(OrgId org, long account, long? id) =>
        id is { } known ? One(await postings.FindAsync(org, Channel.Fiserv, account, known)) : [];

    /// <summary>Lists the transactions of an order: its forced post and all cancels and refunds of the forced post.</summary>
    private static IReadOnlyList<CardPosting> WithReversals(IReadOnlyList<CardPosting> found) =>
        [.. found, .. found.SelectMany(posting => posting.Cancellations).Select(item => new CardPosting(item, []))];

    private static IReadOnlyList<CardPosting> One(CardPosting? posting) => posting is null ? [] : [posting];

    /// <summary>Removes NUL characters, which PostgreSQL does not accept in a text. No stored id holds a control character.</summary>
    private static string Clean(string id) => id.Replace("\0", "", StringComparison.Ordinal);
}

/// <summary>Names an earlier transaction by exactly one of its ids.</summary>
internal sealed class ReferenceRequest
{
    public string? ReferenceTransactionId { get; init; }
    public string? ReferenceMerchantTransactionId { get; init; }

    /// <summary>
    /// The order's id that an answer gave. Only an inquiry accepts this id, the merchant's order id and the client request id.
    /// </summary>
    public string? ReferenceOrderId { get; init; }

    public string? ReferenceMerchantOrderId { get; init; }
    public string? ReferenceClientRequestId { get; init; }

    internal int CountForReversal() => Count(ReferenceTransactionId, ReferenceMerchantTransactionId);

    internal int CountForInquiry() =>
        Count(ReferenceTransactionId, ReferenceMerchantTransactionId, ReferenceOrderId, ReferenceMerchantOrderId, ReferenceClientRequestId);

    private static int Count(params ReadOnlySpan<string?> ids)
    {
        var count = 0;
        foreach (var id in ids)
            count += id is null ? 0 : 1;
        return count;
    }
}
