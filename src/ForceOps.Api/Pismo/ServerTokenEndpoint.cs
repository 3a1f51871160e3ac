using System.Text.Json.Serialization;
using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Pismo;

/// <summary>Handles <c>POST /passport/v2/s2s/access-token</c>: issues a token for a server, or for one account.</summary>
internal static class ServerTokenEndpoint
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan RefreshLifetime = TimeSpan.FromHours(24);

    internal static async Task<IResult> PostAsync(HttpContext http, ApiKeys keys, TokenIssuer issuer, OrgClocks clocks,
        IOptions<ForceOpsOptions> options, IOptions<PismoOptions> pismo)
    {
        var read = await JsonBody.ReadAsync(
            http.Request, PismoJson.BodyType<ServerTokenRequest>(pismo.Value.UnknownMembers), options.Value.BodyBytesMax);
        if (read.Value is not { } body)
            return PismoErrors.Of(read.Problem, read.Path, read.Why);
        if (body.ServerKey is null)
            return PismoErrors.Field("server_key", "is required");
        if ((body.ServerSecret ?? body.SecretKey) is not { } secret)
            return PismoErrors.Field("server_secret", "is required");
        if (body.AccountId <= 0)
            return PismoErrors.Field("account_id", "must be an integer from 1");
        if (keys.Find(body.ServerKey, secret) is not { } key)
            return PismoErrors.Of(Refusal.Unauthorized);
        var now = await clocks.NowAsync(key.Org);
        return JsonResponse.Of(
            new ServerTokenResponse(
                key.ServerKey, key.Org.ToString(), [], [], issuer.Issue(key, now, TokenIssuer.Access, Lifetime, body.AccountId),
                issuer.Issue(key, now, TokenIssuer.Refresh, RefreshLifetime, body.AccountId), (int)Lifetime.TotalSeconds),
            PismoJson.Default.ServerTokenResponse);
    }
}

/// <summary>Holds the body of <c>POST /passport/v2/s2s/access-token</c>.</summary>
internal sealed class ServerTokenRequest
{
    /// <summary>The name of the key.</summary>
    [Required]
    public string? ServerKey { get; init; }

    /// <summary>The secret of the key; this or secret_key is required.</summary>
    public string? ServerSecret { get; init; }

    /// <summary>Another name of server_secret.</summary>
    public string? SecretKey { get; init; }

    /// <summary>
    /// The account that the token is confined to, as a number or a text; when absent, the token is valid for the whole org.
    /// </summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AccountId { get; init; }
}

/// <param name="ServerKey">The server key, as sent.</param>
/// <param name="Tenant">The org of the key.</param>
/// <param name="ProgramIds">Always empty: programs are not emulated.</param>
/// <param name="Roles">Always empty: roles are not emulated.</param>
/// <param name="Token">The access token, signed with HS512.</param>
/// <param name="RefreshToken">The refresh token; no route accepts it yet, because the platform's refresh route is not emulated.</param>
/// <param name="ExpiresIn">The lifetime of the access token, in seconds.</param>
internal sealed record ServerTokenResponse(
    string ServerKey, string Tenant, IReadOnlyList<long> ProgramIds, IReadOnlyList<string> Roles, string Token, string RefreshToken,
    int ExpiresIn);
