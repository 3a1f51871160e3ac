namespace ForceOps.Api.Fiserv;

/// <summary>Body of <c>POST /payments/v1/transaction-inquiry</c>.</summary>
internal sealed class InquiryBody
{
    public ReferenceBody? ReferenceTransactionDetails { get; init; }
    public MerchantDetailsBody? MerchantDetails { get; init; }
}
