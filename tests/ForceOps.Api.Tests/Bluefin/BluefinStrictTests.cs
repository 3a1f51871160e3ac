using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Bluefin;

/// <summary>Strict mode: Basic, HMAC with its window and nonces, scopes (A2, A3).</summary>
public sealed class BluefinStrictTests(SharedService shared)
{
    private const string Secret = "fedcba9876543210fedcba9876543210";

    private static (string, string)[] Settings(string org) =>
    [
        ("ForceOps:Mode", "strict"), ("ForceOps:Sandbox:Key", "bluefin-sandbox-key"), ("ForceOps:Tokens:SigningKey", new string('k', 64)),
        ("ForceOps:Accounts:OpenOnFirstUse", "true"),
        ("ForceOps:Keys:0:ServerKey", "pismo"), ("ForceOps:Keys:0:ServerSecret", "secret"), ("ForceOps:Keys:0:Tenant", org),
        ("ForceOps:Bluefin:Keys:0:Id", "api_all"), ("ForceOps:Bluefin:Keys:0:Secret", Secret), ("ForceOps:Bluefin:Keys:0:Tenant", org),
        ("ForceOps:Bluefin:Keys:0:Scopes:0", "pcx:payments:*"),
        ("ForceOps:Bluefin:Keys:1:Id", "api_read"), ("ForceOps:Bluefin:Keys:1:Secret", Secret), ("ForceOps:Bluefin:Keys:1:Tenant", org),
        ("ForceOps:Bluefin:Keys:1:Scopes:0", "pcx:payments:read"), ("ForceOps:Bluefin:Keys:1:Methods", "Hmac"),
    ];

    [Fact]
    public async Task Only_who_signs_recently_once_and_with_a_scope_gets_through()
    {
        var org = $"TN-{Guid.NewGuid()}";
        await using var service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync(), Settings(org));
        await using var tenant = new Tenant(service, org);
        var now = TimeProvider.System.GetUtcNow();

        Unauthenticated(await tenant.BluefinForceAsync(BluefinCalls.Sample));
        var header = Sign("api_all", now, BluefinCalls.Sample);
        Unauthenticated(await tenant.BluefinForceAsync(BluefinCalls.Sample + " ", ("authorization", header)));
        var posted = await tenant.BluefinForceAsync(BluefinCalls.Sample, ("authorization", header));
        Assert.True(posted.Code == 200, posted.Text);
        Unauthenticated(await tenant.BluefinForceAsync(BluefinCalls.Sample, ("authorization", header)));
        Unauthenticated(await tenant.BluefinForceAsync(
            BluefinCalls.Sample, ("authorization", Sign("api_all", now.AddMinutes(-16), BluefinCalls.Sample))));
        Assert.Equal(200, (await tenant.BluefinForceAsync(
            BluefinCalls.Sample, ("authorization", Sign("api_all", now.AddMinutes(-14), BluefinCalls.Sample)))).Code);
        Unauthenticated(await tenant.BluefinForceAsync(BluefinCalls.Sample, ("authorization", Sign("nobody", now, BluefinCalls.Sample))));
        BluefinCalls.Refused(
            await tenant.BluefinForceAsync(BluefinCalls.Sample,
                ("authorization", Sign("api_read", now, BluefinCalls.Sample))), 403, "authorization", 40003, "Unauthorized");
        var path = BluefinCalls.Path(posted.Id());
        Assert.Equal(200, (await tenant.SendAsync(
            HttpMethod.Get, path, null, ("authorization", Sign("api_read", now, "", "GET", path)))).Code);

        Assert.Equal(200, (await tenant.BluefinForceAsync(BluefinCalls.Sample, ("authorization", Basic("api_all", Secret)))).Code);
        Unauthenticated(await tenant.BluefinForceAsync(BluefinCalls.Sample, ("authorization", Basic("api_all", Secret + "x"))));
        Unauthenticated(await tenant.BluefinForceAsync(BluefinCalls.Sample, ("authorization", Basic("api_read", Secret))));
        Unauthenticated(await tenant.BluefinForceAsync("{", ("authorization", "Basic !")));
        BluefinCalls.Refused(
            await tenant.BluefinForceAsync(
                BluefinCalls.Sample, ("authorization", Basic("api_all", Secret)), ("x-tenant", $"TN-{Guid.NewGuid()}")),
            403, "authorization", 40003);
        Assert.Equal(15m, await tenant.BalanceOfAsync(long.Parse(BluefinCalls.Account)));
    }

    private static void Unauthenticated(Answer answer) => BluefinCalls.Refused(answer, 401, "authentication", 40002, "Unauthenticated");

    private static string Basic(string id, string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));

    private static string Sign(string id, DateTimeOffset time, string body, string method = "POST", string? path = null)
    {
        var (nonce, seconds) = (Guid.NewGuid().ToString("N"), time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        var text = string.Join('\n', $"{method} {path ?? BluefinCalls.Path("force")}", nonce, seconds, "", hash);
        var response = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));
        return $"Hmac id=\"{id}\", nonce=\"{nonce}\", timestamp=\"{seconds}\", response=\"{response}\"";
    }
}
