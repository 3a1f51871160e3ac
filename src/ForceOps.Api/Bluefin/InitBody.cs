using System.Text.Json;
using System.Text.Json.Serialization;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Bluefin;

/// <summary>Body of <c>POST …/payments/init</c>; all of it optional.</summary>
// Not Disallow, which the other bodies have: extension data cannot go with it, and serves the same end.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed class InitBody
{
    /// <summary>At most 255 characters.</summary>
    public string? Description { get; init; }

    public CustomerBody? Customer { get; init; }
    public AddressBody? ShippingAddress { get; init; }
    public Level2Body? Level2 { get; init; }
    public RawObject? Level3 { get; init; }
    public string? Level3ProfileName { get; init; }
    public IReadOnlyList<RawObject>? Items { get; init; }
    public TraceBody? Trace { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}
