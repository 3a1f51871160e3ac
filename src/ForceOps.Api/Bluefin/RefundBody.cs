using System.Text.Json;
using System.Text.Json.Serialization;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Bluefin;

/// <summary>Body of <c>POST …/payments/{transactionId}/refund</c>.</summary>
// Not Disallow, which the other bodies have: extension data cannot go with it, and serves the same end.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed class RefundBody
{
    /// <summary>Any profile of the platform.</summary>
    public string? PosProfile { get; init; }

    /// <summary>All that is left when absent.</summary>
    public AmountsBody? Amounts { get; init; }

    /// <summary>At most 255 characters.</summary>
    public string? Description { get; init; }

    public string? DeviceProfile { get; init; }
    public IReadOnlyList<RawObject>? Items { get; init; }
    public TraceBody? Trace { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}
