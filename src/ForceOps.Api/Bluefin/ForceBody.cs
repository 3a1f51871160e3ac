using System.Text.Json;
using System.Text.Json.Serialization;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Bluefin;

/// <summary>Body of <c>POST /api/v4/accounts/{accountId}/payments/force</c> (PayConex, processforce).</summary>
// Not Disallow, which the other bodies have: extension data cannot go with it, and serves the same end.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed class ForceBody
{
    /// <summary>An id of payments/init, to be used once; made when absent.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The PayConex token; this or shieldConexToken. Kept as a hash only.</summary>
    public string? BfTokenReference { get; init; }

    /// <summary>The other kind of token, of any shape.</summary>
    public RawObject? ShieldConexToken { get; init; }

    /// <summary>MOTO, ECOMMERCE, SERVER or ACH.</summary>
    public string? PosProfile { get; init; }

    public AmountsBody? Amounts { get; init; }

    /// <summary>The approval code that forces the sale; comes back as it was sent.</summary>
    public string? AuthCode { get; init; }

    /// <summary>At most 255 characters.</summary>
    public string? Description { get; init; }

    public CredentialOnFileBody? CredentialOnFile { get; init; }
    public CustomerBody? Customer { get; init; }
    public AddressBody? ShippingAddress { get; init; }
    public Level2Body? Level2 { get; init; }
    public RawObject? Level3 { get; init; }
    public string? Level3ProfileName { get; init; }
    public IReadOnlyList<RawObject>? Items { get; init; }
    public RawObject? BillPayment { get; init; }
    public RawObject? Rules { get; init; }
    public TraceBody? Trace { get; init; }

    /// <summary>1 to 25 characters.</summary>
    public string? DynamicDescriptor { get; init; }

    /// <summary>What should not be there, so that the refusal can name it.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}
