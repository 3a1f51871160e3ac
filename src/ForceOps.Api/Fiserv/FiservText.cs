namespace ForceOps.Api.Fiserv;

/// <summary>Ids in clients' words: what may stand in them, and how long they may be.</summary>
internal static class FiservText
{
    internal const int ClientRequestIdLengthMax = 1024;

    /// <summary>Of merchant and terminal ids (page of the forced post).</summary>
    internal const int MerchantIdLengthMax = 1024;

    /// <summary>Of the merchant's own ids of transactions, orders and invoices.</summary>
    internal const int ReferenceLengthMax = 128;

    /// <summary>Printable ASCII: with that, all ids of a request fit into an authorization's metadata.</summary>
    internal static bool IsId(string? text, int lengthMax) =>
        text is { Length: > 0 } && text.Length <= lengthMax && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
