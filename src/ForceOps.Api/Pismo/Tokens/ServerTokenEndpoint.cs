using ForceOps.Api.Hosting;
using ForceOps.Postgres;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Pismo.Tokens;

/// <summary><c>POST /passport/v2/s2s/access-token</c>: a token for a server, or for one account.</summary>
internal static class ServerTokenEndpoint
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan RefreshLifetime = TimeSpan.FromHours(24);

    internal static async Task<IResult> PostAsync(HttpContext http, ApiKeys keys, TokenIssuer issuer, OrgClocks clocks, IOptions<ForceOpsOptions> options)
    {
        var read = await JsonBody.ReadAsync(http.Request, PismoJson.BodyType<ServerKeyBody>(options.Value.Pismo.UnknownMembers), options.Value.BodyBytesMax);
        if (read.Value is not { } body)
            return PismoErrors.Of(read.Problem, read.Path);
        if (body.ServerKey is null)
            return PismoErrors.Field("server_key", "is required");
        if ((body.ServerSecret ?? body.SecretKey) is not { } secret)
            return PismoErrors.Field("server_secret", "is required");
        if (body.AccountId <= 0)
            return PismoErrors.Field("account_id", "must be an integer from 1");
        if (keys.Find(body.ServerKey, secret) is not { } key)
            return PismoErrors.Of(Refusal.Unauthorized);
        var now = await clocks.NowAsync(key.Org);
        return JsonAnswer.Of(
            new ServerTokenAnswer(
                key.ServerKey, key.Org.ToString(), [], [], issuer.Issue(key, now, TokenIssuer.Access, Lifetime, body.AccountId),
                issuer.Issue(key, now, TokenIssuer.Refresh, RefreshLifetime, body.AccountId), (int)Lifetime.TotalSeconds),
            PismoJson.Default.ServerTokenAnswer);
    }
}
