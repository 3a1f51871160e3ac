namespace ForceOps.Api.Fiserv;

/// <summary>An earlier transaction, by exactly one of its ids.</summary>
internal sealed class ReferenceBody
{
    public string? ReferenceTransactionId { get; init; }
    public string? ReferenceMerchantTransactionId { get; init; }

    /// <summary>Inquiry only, as are the two below.</summary>
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
