using ForceOps.Postgres;

namespace ForceOps.Api.Fiserv;

/// <summary>Finds what a request refers to, among the merchant's own transactions.</summary>
internal sealed class References(CardPostings postings)
{
    internal async Task<IReadOnlyList<CardPosting>> FindAsync(OrgId org, long account, ReferenceBody reference) =>
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

    /// <summary>An order is its forced post and all that was taken back of it.</summary>
    private static IReadOnlyList<CardPosting> WithReversals(IReadOnlyList<CardPosting> found) =>
        [.. found, .. found.SelectMany(posting => posting.Cancellations).Select(one => new CardPosting(one, []))];

    private static IReadOnlyList<CardPosting> One(CardPosting? posting) => posting is null ? [] : [posting];

    /// <summary>No id of ours holds a control character, and PostgreSQL keeps no NUL.</summary>
    private static string Clean(string id) => id.Replace("\0", "", StringComparison.Ordinal);
}
