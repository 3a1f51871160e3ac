using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

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
