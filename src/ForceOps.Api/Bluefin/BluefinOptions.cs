using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Settings;

namespace ForceOps.Api.Bluefin;

/// <summary>Holds the section <c>ForceOps:Bluefin</c> of the settings.</summary>
public sealed class BluefinOptions
{
    /// <summary>
    /// The rule for refunds of a force. Bluefin's sample shows a refund balance of 0.00 after a force, but Bluefin's text allows
    /// refunds while there is a refund balance; the emulator supports both.
    /// </summary>
    [EnumDataType(typeof(RefundsOfForce))]
    public RefundsOfForce RefundsOfForce { get; set; } = RefundsOfForce.Allowed;

    /// <summary>The keys that may call in strict mode.</summary>
    public IList<BluefinKeyOptions> Keys { get; } = [];
}

/// <summary>Holds an entry of <c>ForceOps:Bluefin:Keys</c>.</summary>
public sealed class BluefinKeyOptions
{
    /// <summary>
    /// The id of the key: any text of visible ASCII without the quotation mark and the colon, which end the id in a header. The vendor's
    /// ids consist of <c>api_</c> and 32 hex digits.
    /// </summary>
    [Required]
    [RegularExpression("^[!#-9;-~]([ !#-9;-~]*[!#-9;-~])?$", MatchTimeoutInMilliseconds = 1000,
        ErrorMessage = "{0} must be visible ASCII without quotation marks and colons: it is compared with a part of a header.")]
    public string Id { get; set; } = "";

    [Required]
    public string Secret { get; set; } = "";

    [EnumDataType(typeof(BluefinMethods))]
    public BluefinMethods Methods { get; set; } = BluefinMethods.All;

    /// <summary>The scopes of the key, such as <c>pcx:payments:*</c>.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>The org, TN- and a UUID.</summary>
    [Required]
    [RegularExpression(ApiKeyOptions.TenantForm, MatchTimeoutInMilliseconds = 1000)]
    public string Tenant { get; set; } = "";
}

/// <summary>Lists the authentication methods that a key may use.</summary>
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
