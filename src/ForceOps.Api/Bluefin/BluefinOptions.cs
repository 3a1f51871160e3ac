using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Settings;

namespace ForceOps.Api.Bluefin;

/// <summary>Section <c>ForceOps:Bluefin</c>.</summary>
public sealed class BluefinOptions
{
    /// <summary>Bluefin's sample says a refund balance of 0.00 after a force, its text allows refunds while there is one; the emulator does both.</summary>
    [EnumDataType(typeof(RefundsOfForce))]
    public RefundsOfForce RefundsOfForce { get; set; } = RefundsOfForce.Allowed;

    /// <summary>Who may call in strict mode.</summary>
    public IList<BluefinKeyOptions> Keys { get; } = [];
}

/// <summary>An entry of <c>ForceOps:Bluefin:Keys</c>.</summary>
public sealed class BluefinKeyOptions
{
    /// <summary><c>api_</c> and 32 hex digits at the vendor; any text here.</summary>
    [Required]
    public string Id { get; set; } = "";

    [Required]
    public string Secret { get; set; } = "";

    [EnumDataType(typeof(BluefinMethods))]
    public BluefinMethods Methods { get; set; } = BluefinMethods.All;

    /// <summary>Such as <c>pcx:payments:*</c>.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>The org, TN- and a UUID.</summary>
    [Required]
    [RegularExpression(ApiKeyOptions.TenantForm, MatchTimeoutInMilliseconds = 1000)]
    public string Tenant { get; set; } = "";
}

/// <summary>How a key may be used.</summary>
[Flags]
public enum BluefinMethods
{
    None = 0,
    Hmac = 1,
    Basic = 2,
    All = Hmac | Basic,
}

public enum RefundsOfForce
{
    Allowed,
    Refused,
}
