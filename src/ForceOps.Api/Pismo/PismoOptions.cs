using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Http;

namespace ForceOps.Api.Pismo;

/// <summary>Holds the section <c>ForceOps:Pismo</c> of the settings.</summary>
public sealed class PismoOptions
{
    /// <summary>True to leave the <c>Z</c> of event dates out, as the sample in Pismo's guide does.</summary>
    public bool EventDateWithoutZone { get; set; }

    /// <summary>The treatment of members that a body should not have: <c>ignore</c> or <c>reject</c>.</summary>
    [EnumDataType(typeof(UnknownMembers))]
    public UnknownMembers UnknownMembers { get; set; } = UnknownMembers.Ignore;

    /// <summary>The tokens that a transfer takes: <c>account</c> or <c>any</c>; null means account in strict mode, else any.</summary>
    [EnumDataType(typeof(TransferToken))]
    public TransferToken? TransferToken { get; set; }
}

/// <summary>Lists which tokens may transfer funds.</summary>
public enum TransferToken
{
    /// <summary>Any token whose account is a party of the transfer, and a token for the whole org.</summary>
    Any,

    /// <summary>Only a token of one account, as Pismo's page of the route says. A token for the whole org is 403.</summary>
    Account,
}

/// <summary>Holds the section <c>ForceOps:Tokens</c> of the settings.</summary>
public sealed class TokensOptions
{
    /// <summary>The demo signing key, published on purpose: in open mode a token proves nothing. Strict mode refuses this key.</summary>
    internal const string DemoSigningKey = "forceops-demo-signing-key-for-open-mode-only";

    /// <summary>
    /// The secret of the HS512 signature, 32 characters or more: HMAC reaches its full strength with a secret of half the hash's
    /// length.
    /// </summary>
    [MinLength(32)]
    public string? SigningKey { get; set; }
}
