namespace ForceOps.Api.Fiserv;

/// <summary>Body of <c>POST /payments/v1/cancels</c> and <c>POST /payments/v1/refunds</c>.</summary>
internal sealed class ReversalBody
{
    public ReferenceBody? ReferenceTransactionDetails { get; init; }

    /// <summary>All that is left when absent.</summary>
    public AmountBody? Amount { get; init; }

    public TransactionDetailsBody? TransactionDetails { get; init; }
    public MerchantDetailsBody? MerchantDetails { get; init; }
}
