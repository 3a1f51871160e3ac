using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>Section <c>ForceOps:Tokens</c>.</summary>
public sealed class TokensOptions
{
    /// <summary>Published on purpose: in open mode a token proves nothing. Strict mode refuses it.</summary>
    internal const string DemoSigningKey = "forceops-demo-signing-key-for-open-mode-only";

    /// <summary>Secret of the HS512 signature, 32 characters or more: half the hash's length is what HMAC needs to be as strong as it can.</summary>
    [MinLength(32)]
    public string? SigningKey { get; set; }
}
