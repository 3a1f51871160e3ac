using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ForceOps.Api.Pismo;

/// <summary>Signs tokens with HS512, as the platform's access tokens are.</summary>
internal sealed class TokenIssuer(IOptions<TokensOptions> options)
{
    internal const string Issuer = "forceops";
    internal const string TenantClaim = "tenant";
    internal const string AccountClaim = "account_id";
    internal const string UseClaim = "use";
    internal const string Access = "access";
    internal const string Refresh = "refresh";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials = new(KeyOf(options.Value), SecurityAlgorithms.HmacSha512);

    internal static SymmetricSecurityKey KeyOf(TokensOptions options) =>
        // Hashed to the 64 bytes that HS512 wants, so that a setting may be of any length from 32 characters.
        new(SHA512.HashData(Encoding.UTF8.GetBytes(options.SigningKey ?? TokensOptions.DemoSigningKey)));

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

/// <summary>
/// Whether a request's token is good. Microsoft's token handler checks it. Without ASP.NET's authentication around it: its challenge is not
/// in the dialect's words, its middleware looks at every request though most of a desk carry no token, and it brings key files along.
/// </summary>
internal sealed class TokenGate(OrgClocks clocks, IOptions<ForceOpsOptions> options, IOptions<TokensOptions> tokens)
{
    private const string Scheme = "Bearer ";

    private readonly bool _required = options.Value.Mode == ForceOpsMode.Strict;
    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _parameters = new()
    {
        ValidIssuer = TokenIssuer.Issuer,
        ValidateAudience = false,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha512],
        IssuerSigningKey = TokenIssuer.KeyOf(tokens.Value),
        // Checked here, by the clock of the token's org, which the library cannot ask.
        ValidateLifetime = false,
    };

    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<TokenGate>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<ApiKeys>();
    }

    /// <summary>The caller; null without a token where none is needed; or a refusal.</summary>
    internal async ValueTask<(TokenCaller? Caller, Refusal? Refusal)> ReadAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization.Count == 0)
            return (null, _required ? Refusal.Unauthorized : null);
        var sent = http.Request.Headers.Authorization.ToString();
        if (!sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return (null, Refusal.Unauthorized);
        var result = await _handler.ValidateTokenAsync(sent[Scheme.Length..].Trim(), _parameters);
        if (!result.IsValid)
            return (null, Refusal.Unauthorized);
        // Not its identity, which is made when asked for: an actor's claim that is no token throws there.
        var token = (JsonWebToken)result.SecurityToken;
        if (ClaimOf(token, TokenIssuer.UseClaim) is not TokenIssuer.Access || !OrgId.TryParse(ClaimOf(token, TokenIssuer.TenantClaim), out var org))
            return (null, Refusal.Unauthorized);
        // Without the usual five minutes of grace: a test of expiry must see it expire. A token without an end is none of ours.
        if (!(token.ValidTo > (await clocks.NowAsync(org)).UtcDateTime))
            return (null, Refusal.Unauthorized);
        // The demo key is published, so anybody may have written anything here.
        if (ClaimOf(token, TokenIssuer.AccountClaim) is not { } text)
            return (new TokenCaller(org, null), null);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var account) ? (new TokenCaller(org, account), null) : (null, Refusal.Unauthorized);
    }

    /// <summary>As text, also when it was sent as a number.</summary>
    private static string? ClaimOf(JsonWebToken token, string name) => token.TryGetClaim(name, out var claim) ? claim.Value : null;
}

/// <summary>Whom a valid token speaks for.</summary>
internal sealed record TokenCaller(OrgId Org, long? ConfinedTo);
