using System.Globalization;
using ForceOps.Api.Hosting;
using ForceOps.Postgres;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ForceOps.Api.Pismo.Tokens;

/// <summary>
/// Whether a request's token is good. Microsoft's token handler checks it. Without ASP.NET's authentication around it: its challenge is not
/// in the dialect's words, its middleware looks at every request though most of a desk carry no token, and it brings key files along.
/// </summary>
internal sealed class TokenGate(OrgClocks clocks, IOptions<ForceOpsOptions> options)
{
    private const string Scheme = "Bearer ";

    private readonly bool _required = options.Value.Mode == ForceOpsMode.Strict;
    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _parameters = new()
    {
        ValidIssuer = TokenIssuer.Issuer,
        ValidateAudience = false,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha512],
        IssuerSigningKey = TokenIssuer.KeyOf(options.Value),
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
