using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

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
