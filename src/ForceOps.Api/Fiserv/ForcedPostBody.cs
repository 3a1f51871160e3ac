namespace ForceOps.Api.Fiserv;

/// <summary>Body of <c>POST /payments/v1/forcedpost</c>, and of <c>/payments/v1/charges</c> in its forced-post form.</summary>
internal sealed class ForcedPostBody
{
    public SourceBody? Source { get; init; }
    public AmountBody? Amount { get; init; }
    public TransactionDetailsBody? TransactionDetails { get; init; }
    public MerchantDetailsBody? MerchantDetails { get; init; }
    public TransactionInteractionBody? TransactionInteraction { get; init; }

    /// <summary>A charge with one captures an earlier authorization, which the emulator does not do.</summary>
    public ReferenceBody? ReferenceTransactionDetails { get; init; }

    public AdditionalDataBody? AdditionalDataCommon { get; init; }
}
