using ForceOps.Api.Hosting;

namespace ForceOps.Api.Pismo;

/// <summary>Body of <c>POST /payments/v1/payments/force/cancel</c> (Pismo, post-payments-v1-force-cancel).</summary>
internal sealed class CancelForceBody
{
    /// <summary>The forced operation by the id it was answered with.</summary>
    public long? AuthorizationId { get; set; }

    /// <summary>The forced operation by its tracking id.</summary>
    public string? OriginalTrackingId { get; set; }

    /// <summary>36 to 50 characters, yours for this cancellation; made when absent.</summary>
    public string? TrackingId { get; set; }

    /// <summary>How much to cancel; all that is left when absent.</summary>
    public decimal? Amount { get; set; }

    /// <summary>Whether what is left of the fee is given back too; false when absent.</summary>
    public bool? CancelFees { get; set; }

    /// <summary>At most 500 characters; all but letters, digits and spaces is removed.</summary>
    public string? Descriptor { get; set; }

    /// <summary>Any object, at most 8 KiB; comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }
}
