using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>An entry of <c>ForceOps:Keys</c>: who may ask for tokens.</summary>
public sealed class ApiKeyOptions
{
    internal const string TenantForm = "^TN-[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";

    [Required]
    public string ServerKey { get; set; } = "";

    [Required]
    public string ServerSecret { get; set; } = "";

    /// <summary>The org, TN- and a UUID.</summary>
    [Required]
    [RegularExpression(TenantForm, MatchTimeoutInMilliseconds = 1000)]
    public string Tenant { get; set; } = "";
}
