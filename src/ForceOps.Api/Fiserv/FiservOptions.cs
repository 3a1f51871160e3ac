using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;

namespace ForceOps.Api.Fiserv;

/// <summary>Section <c>ForceOps:Fiserv</c>.</summary>
public sealed class FiservOptions
{
    [EnumDataType(typeof(FiservProfile))]
    public FiservProfile Profile { get; set; } = FiservProfile.Seed;

    /// <summary>Who may call in strict mode.</summary>
    public IList<FiservKeyOptions> Keys { get; } = [];
}

/// <summary>An entry of <c>ForceOps:Fiserv:Keys</c>.</summary>
public sealed class FiservKeyOptions
{
    [Required]
    public string ApiKey { get; set; } = "";

    [Required]
    public string Secret { get; set; } = "";

    /// <summary>The org, TN- and a UUID.</summary>
    [Required]
    [RegularExpression(ApiKeyOptions.TenantForm, MatchTimeoutInMilliseconds = 1000)]
    public string Tenant { get; set; } = "";
}

/// <summary>Which of the vendor's published answers a forced post looks like.</summary>
public enum FiservProfile
{
    /// <summary>The page of July 2023: response code 000000.</summary>
    Seed,

    /// <summary>All later material: response code 000, no primary transaction id.</summary>
    Current,
}
