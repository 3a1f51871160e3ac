using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ForceOps.Api.Pismo.Tokens;

/// <summary>Signs tokens with HS512, as the platform's access tokens are.</summary>
internal sealed class TokenIssuer(IOptions<ForceOpsOptions> options)
{
    internal const string Issuer = "forceops";
    internal const string TenantClaim = "tenant";
    internal const string AccountClaim = "account_id";
    internal const string UseClaim = "use";
    internal const string Access = "access";
    internal const string Refresh = "refresh";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials = new(KeyOf(options.Value), SecurityAlgorithms.HmacSha512);

    internal static SymmetricSecurityKey KeyOf(ForceOpsOptions options) =>
        // Hashed to the 64 bytes that HS512 wants, so that a setting may be of any length from 32 characters.
        new(SHA512.HashData(Encoding.UTF8.GetBytes(options.Tokens.SigningKey ?? TokensOptions.DemoSigningKey)));

    /// <summary>A token for the key's org, confined to the account if one is named.</summary>
    /// <param name="now">By the org's clock, as it is checked.</param>
    internal string Issue(ApiKey key, DateTimeOffset now, string use, TimeSpan lifetime, long? accountId = null, string? uid = null, string? scope = null)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [TenantClaim] = key.Org.ToString(),
            [UseClaim] = use,
            ["sub"] = uid ?? key.ServerKey,
            ["jti"] = Guid.CreateVersion7(now).ToString(),
        };
        if (accountId is { } account)
            claims[AccountClaim] = account;
        if (scope is not null)
            claims["scope"] = scope;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = now.Add(lifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }
}
