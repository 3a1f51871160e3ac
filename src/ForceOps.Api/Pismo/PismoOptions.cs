using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Pismo;

/// <summary>Section <c>ForceOps:Tokens</c>.</summary>
public sealed class TokensOptions
{
    /// <summary>Published on purpose: in open mode a token proves nothing. Strict mode refuses it.</summary>
    internal const string DemoSigningKey = "forceops-demo-signing-key-for-open-mode-only";

    /// <summary>Secret of the HS512 signature, 32 characters or more: half the hash's length is what HMAC needs to be as strong as it can.</summary>
    [MinLength(32)]
    public string? SigningKey { get; set; }
}

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
