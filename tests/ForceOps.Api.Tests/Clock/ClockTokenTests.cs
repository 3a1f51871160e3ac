using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Clock;

/// <summary>A token names its org, and is given and ends by that org's clock.</summary>
public sealed class ClockTokenTests(SharedService shared)
{
    private const string Force = """{"account_id":1,"amount":1,"processing_code":"090907"}""";

    [Fact]
    public async Task A_token_of_ten_minutes_ends_when_its_orgs_clock_has_gone_ten_minutes_and_no_others_does()
    {
        var orgs = ConfiguredService.KeyedOrgs;
        var service = await shared.ConfiguredAsync();
        await using var one = new Tenant(service, orgs[0]);
        await using var other = new Tenant(service, orgs[1]);
        await one.FreezeAsync("2031-05-06T07:08:09Z");
        await other.FreezeAsync("2021-05-06T07:08:09Z");
        var (token, otherToken) = (await TokenAsync(one, 0), await TokenAsync(other, 1));
        var claims = ForgedTokens.Read(token);
        var issued = ClockOfTenant.Time("2031-05-06T07:08:09Z").ToUnixTimeSeconds();
        Assert.Equal((issued, issued + 600), (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64()));

        await one.AdvanceAsync("PT599S");
        Assert.Equal(201, (await one.ForceAsync(Force, ForgedTokens.Header(token))).Code);
        await one.AdvanceAsync("PT1S");

        RefusedWith(401, "UNAUTHORIZED", await one.ForceAsync(Force, ForgedTokens.Header(token)));
        Assert.Equal(201, (await other.ForceAsync(Force, ForgedTokens.Header(otherToken))).Code);
        Assert.Equal(201, (await one.ForceAsync(Force, ForgedTokens.Header(await TokenAsync(one, 0)))).Code);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_revives_a_token()
    {
        await using var tenant = shared.NewTenant();
        var token = ForgedTokens.Header(ForgedTokens.Token(
            tenant.Org, expires: ClockOfTenant.Time("2010-01-01T00:00:00Z").ToUnixTimeSeconds()));
        RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, token));
        await tenant.FreezeAsync("2009-12-31T23:59:59Z");
        Assert.Equal(201, (await tenant.ForceAsync(Force, token)).Code);
        await tenant.SetClockAsync("""{"mode":"real"}""");
        RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, token));
    }

    private static async Task<string> TokenAsync(Tenant tenant, int key)
    {
        var answer = await tenant.SendAsync(
            HttpMethod.Post, "/passport/v2/s2s/access-token", $$"""{"server_key":"key-{{key}}","server_secret":"secret-{{key}}"}""");
        Assert.True(answer.Code == 200, answer.Text);
        return answer.Json.GetProperty("token").GetString()!;
    }
}
