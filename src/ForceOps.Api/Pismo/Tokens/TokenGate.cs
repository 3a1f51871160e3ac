using System.Globalization;
using ForceOps.Api.Hosting;
using ForceOps.Postgres;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ForceOps.Api.Pismo.Tokens;

/// <summary>
/// Whether a request's token is good. Microsoft's JwtBearer checks it; it is asked by the routes rather than by the pipeline, since its
/// own challenge is not in the dialect's words and most requests of a desk carry no token at all.
/// </summary>
internal sealed class TokenGate(OrgClocks clocks, IOptions<ForceOpsOptions> options)
{
    private readonly bool _required = options.Value.Mode == ForceOpsMode.Strict;

    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<TokenGate>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<ApiKeys>();
        services.AddAuthentication().AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<ForceOpsOptions>>((bearer, forceOps) =>
            {
                bearer.MapInboundClaims = false;
                bearer.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidIssuer = TokenIssuer.Issuer,
                    ValidateAudience = false,
                    ValidAlgorithms = [SecurityAlgorithms.HmacSha512],
                    IssuerSigningKey = TokenIssuer.KeyOf(forceOps.Value),
                    // Checked here, by the clock of the token's org, which the library cannot ask.
                    ValidateLifetime = false,
                };
            });
    }

    /// <summary>The caller; null without a token where none is needed; or a refusal.</summary>
    internal async ValueTask<(TokenCaller? Caller, Refusal? Refusal)> ReadAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization.Count == 0)
            return (null, _required ? Refusal.Unauthorized : null);
        var result = await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (!result.Succeeded)
            return (null, Refusal.Unauthorized);
        var token = result.Principal;
        if (token.FindFirst(TokenIssuer.UseClaim)?.Value is not TokenIssuer.Access || !OrgId.TryParse(token.FindFirst(TokenIssuer.TenantClaim)?.Value, out var org))
            return (null, Refusal.Unauthorized);
        // Without the usual five minutes of grace: a test of expiry must see it expire. A token without an end is none of ours.
        if (!(result.Properties.ExpiresUtc > await clocks.NowAsync(org, http.RequestAborted)))
            return (null, Refusal.Unauthorized);
        // The demo key is published, so anybody may have written anything here.
        if (token.FindFirst(TokenIssuer.AccountClaim)?.Value is not { } text)
            return (new TokenCaller(org, null), null);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var account) ? (new TokenCaller(org, account), null) : (null, Refusal.Unauthorized);
    }
}
