using ForceOps.Api.Hosting;

namespace ForceOps.Api.Pismo;

/// <summary>Body of <c>POST /payments/v1/payments</c> (Pismo, post-payments-v1-payments).</summary>
internal sealed class TransferBody
{
    /// <summary>36 to 65 characters, yours for this operation; made when absent.</summary>
    public string? TrackingId { get; set; }

    /// <summary>Exactly one: who gives.</summary>
    public IReadOnlyList<PartyBody?>? From { get; set; }

    /// <summary>Exactly one: who gets.</summary>
    public IReadOnlyList<PartyBody?>? To { get; set; }

    /// <summary>At most 500 characters; all but letters, digits and spaces is removed.</summary>
    public string? Descriptor { get; set; }

    /// <summary>Any object, at most 8 KiB; comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }

    internal PartyBody? Giver => From is [{ } one] ? one : null;

    internal PartyBody? Taker => To is [{ } one] ? one : null;

    internal decimal? Amount => Giver?.Amount ?? Taker?.Amount;

    internal string? Currency => Giver?.Currency ?? Taker?.Currency;
}
