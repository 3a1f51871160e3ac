using System.Text.Json.Serialization;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Pismo;

/// <summary>Body of <c>POST /payments/v1/payments/force</c> (Pismo, post-payments-v1-force).</summary>
/// <remarks>The members of what postings bring are set, not init: the reader takes init for parameters of a constructor, and boxes every number for it.</remarks>
internal sealed class ForceBody
{
    /// <summary>36 to 50 characters, yours for this operation; made when absent.</summary>
    public string? TrackingId { get; set; }

    /// <summary>The account to post to.</summary>
    public long? AccountId { get; set; }

    /// <summary>Major units, greater than 0.</summary>
    public decimal? Amount { get; set; }

    /// <summary>6 letters or digits; says whether it is a credit or a debit.</summary>
    public string? ProcessingCode { get; set; }

    /// <summary>ISO 4217, letters or digits; the account's when absent.</summary>
    public string? Currency { get; set; }

    /// <summary>At most 500 characters; all but letters, digits and spaces is removed.</summary>
    public string? Descriptor { get; set; }

    /// <summary>Any object, at most 8 KiB; comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }

    /// <summary>An authorization that this operation refers to.</summary>
    public OriginalAuthorizationBody? OriginalAuthorization { get; set; }

    /// <summary>Value date, RFC 3339, not in the future.</summary>
    public string? PaymentDatetime { get; set; }

    /// <summary>The same as payment_datetime, whose name the public page leaves out.</summary>
    public string? ValueDate { get; set; }

    [JsonIgnore]
    internal string? EffectiveDate => PaymentDatetime ?? ValueDate;
}
