using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Settings;

namespace ForceOps.Api.Fiserv;

/// <summary>Holds the section <c>ForceOps:Fiserv</c> of the settings.</summary>
public sealed class FiservOptions
{
    [EnumDataType(typeof(FiservProfile))]
    public FiservProfile Profile { get; set; } = FiservProfile.Seed;

    /// <summary>The keys of the callers that strict mode admits.</summary>
    public IList<FiservKeyOptions> Keys { get; } = [];
}

/// <summary>Holds an entry of <c>ForceOps:Fiserv:Keys</c>.</summary>
public sealed class FiservKeyOptions
{
    [Required]
    [RegularExpression(ApiKeyOptions.HeaderForm, ErrorMessage = ApiKeyOptions.HeaderProblem, MatchTimeoutInMilliseconds = 1000)]
    public string ApiKey { get; set; } = "";

    [Required]
    public string Secret { get; set; } = "";

    /// <summary>The org of the key: TN- and a UUID.</summary>
    [Required]
    [RegularExpression(ApiKeyOptions.TenantForm, MatchTimeoutInMilliseconds = 1000)]
    public string Tenant { get; set; } = "";
}

/// <summary>Selects which of the vendor's published answers the answer to a forced post follows.</summary>
public enum FiservProfile
{
    /// <summary>The answer of the page of July 2023, with the response code 000000.</summary>
    Seed,

    /// <summary>The answer of all later material, with the response code 000 and without a primary transaction id.</summary>
    Current,
}
