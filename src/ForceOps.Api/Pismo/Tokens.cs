using System.Text.Json;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ForceOps.Api.Pismo;

/// <summary>Signs tokens with HS512, like the platform's access tokens.</summary>
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
        // The setting is hashed to the 64 bytes that HS512 requires, so that the setting may have any length from 32 characters.
        new(SHA512.HashData(Encoding.UTF8.GetBytes(options.SigningKey ?? TokensOptions.DemoSigningKey)));

    /// <summary>
    /// Issues a token for the key's org; the token is confined to the account when <paramref name="accountId"/> is given.
    /// </summary>
    /// <param name="now">The time of the org's clock, which also serves to check the token.</param>
    internal string Issue(ApiKey key, DateTimeOffset now, string use, TimeSpan lifetime, long? accountId = null, string? uid = null,
        string? scope = null)
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
/// Checks the token of a request with Microsoft's token handler. ASP.NET's authentication is not used: its challenge is not in the
/// dialect's words, its middleware examines every request although most requests on a developer's machine carry no token, and it adds
/// key files.
/// </summary>
internal sealed class TokenGate(OrgClocks clocks, IOptions<ForceOpsOptions> options, IOptions<TokensOptions> tokens)
{
    private const string Scheme = "Bearer ";

    private static readonly string[] Times = [JwtRegisteredClaimNames.Exp, JwtRegisteredClaimNames.Nbf];

    private readonly bool _required = options.Value.Mode == ForceOpsMode.Strict;
    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _parameters = new()
    {
        ValidIssuer = TokenIssuer.Issuer,
        ValidateAudience = false,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha512],
        IssuerSigningKey = TokenIssuer.KeyOf(tokens.Value),
        // ReadAsync checks the lifetime by the clock of the token's org, which the library cannot read.
        ValidateLifetime = false,
    };

    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<TokenGate>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<ApiKeys>();
    }

    /// <summary>
    /// Reads the caller from the token, or returns a refusal; the caller is null when no token is sent and none is required.
    /// </summary>
    internal async ValueTask<(TokenCaller? Caller, Refusal? Refusal)> ReadAsync(HttpContext http)
    {
        if (StringValues.IsNullOrEmpty(http.Request.Headers.Authorization))
            return (null, _required ? Refusal.Unauthorized : null);
        var sent = http.Request.Headers.Authorization.ToString();
        if (!sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return (null, Refusal.Unauthorized);
        var result = await _handler.ValidateTokenAsync(sent[Scheme.Length..].Trim(), _parameters);
        if (!result.IsValid)
            return (null, Refusal.Unauthorized);
        // The claims are read from the token, not from the result's identity: the identity is created on first use, and its creation throws
        // when the actor claim is not a token.
        var token = (JsonWebToken)result.SecurityToken;
        if (ValueOf(token, TokenIssuer.UseClaim) is not TokenIssuer.Access
            || !OrgId.TryParse(ValueOf(token, TokenIssuer.TenantClaim) as string, out var org))
            return (null, Refusal.Unauthorized);
        // The usual five minutes of clock skew are not granted: a test of expiry must see the token expire. ForceOps issues no token
        // without an expiry time. A token without a beginning was good from the first moment.
        var now = (await clocks.NowAsync(org)).UtcDateTime;
        if (!HasTimesAsNumbers(token) || !(token.ValidTo > now) || token.ValidFrom > now)
        {
            // The signature proves which org the caller was let into before: its journal may show that the token is over.
            RecordedRequest.Of(http)?.Org ??= org;
            return (null, Refusal.Unauthorized);
        }
        // The claim may hold anything: the demo key is published, so anybody can sign a token.
        if (!token.TryGetClaim(TokenIssuer.AccountClaim, out _))
            return (new TokenCaller(org, null), null);
        long? account = ValueOf(token, TokenIssuer.AccountClaim) switch
        {
            int number => number,
            long number => number,
            _ => null,
        };
        return account >= 0 ? (new TokenCaller(org, account), null) : (null, Refusal.Unauthorized);
    }

    /// <summary>Reads a claim in its JSON type, as a text or a number; null when the token has no such claim.</summary>
    private static object? ValueOf(JsonWebToken token, string name) => token.TryGetPayloadValue<object>(name, out var value) ? value : null;

    /// <summary>Looks at the token's own JSON, because the library reads a number that is written as a text as if it were one.</summary>
    private static bool HasTimesAsNumbers(JsonWebToken token)
    {
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token.EncodedPayload));
        return Array.TrueForAll(Times, name => !payload.RootElement.TryGetProperty(name, out var time)
            || time.ValueKind == JsonValueKind.Number);
    }
}

/// <summary>Holds the org that a valid token acts for, and the account that the token is confined to; null for the whole org.</summary>
internal sealed record TokenCaller(OrgId Org, long? ConfinedTo);
