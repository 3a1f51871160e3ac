using ForceOps.Api.Hosting;

namespace ForceOps.Api.Pismo;

/// <summary>Body of <c>POST /payments/v2/cancel</c> (Pismo, post-payments-v2-cancel).</summary>
internal sealed class CancelTransferBody
{
    /// <summary>The transfer by the id of either side; this or original_tracking_id, not both.</summary>
    public long? AuthorizationId { get; set; }

    /// <summary>The transfer by its tracking id.</summary>
    public string? OriginalTrackingId { get; set; }

    /// <summary>How much to cancel, at most what is left.</summary>
    public decimal? Amount { get; set; }

    /// <summary>36 to 65 characters, yours for this cancellation; made when absent.</summary>
    public string? TrackingId { get; set; }

    /// <summary>The code of one side of the cancellation; the original's reversal codes when absent.</summary>
    public SideCodesBody? ProcessingCodes { get; set; }

    /// <summary>Any object, at most 8 KiB.</summary>
    public RawObject? Metadata { get; set; }

    /// <summary>At most 500 characters; all but letters, digits and spaces is removed.</summary>
    public string? Descriptor { get; set; }
}
