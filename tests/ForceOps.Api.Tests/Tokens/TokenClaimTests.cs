using ForceOps.Api.Pismo;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Clock;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>The beginning of a token counts by the org's clock, and a claim of the wrong JSON type makes no token.</summary>
public sealed class TokenClaimTests(SharedService shared)
{
    private const string Force = """{"account_id":5,"amount":1,"processing_code":"090907"}""";

    [Fact]
    public async Task A_token_is_not_good_before_its_beginning()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(200, (await tenant.PutAsync("/sandbox/clock", """{"mode":"frozen","now":"2031-05-01T12:00:00Z"}""")).Code);
        var now = DateTimeOffset.Parse("2031-05-01T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var early = Of(tenant, ("nbf", now + 600));
        RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, early));
        Assert.Equal(201, (await tenant.ForceAsync(Force, Of(tenant, ("nbf", now)))).Code);
        await tenant.AdvanceAsync("PT10M");
        Assert.Equal(201, (await tenant.ForceAsync(Force, early)).Code);
    }

    [Fact]
    public async Task Numbers_are_numbers_and_texts_are_texts()
    {
        await using var tenant = shared.NewTenant();
        object[] wrongNumbers = ["4102444800", "soon", true, new[] { 4102444800 }, new { a = 1 }];
        foreach (var wrong in wrongNumbers)
        {
            RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, Of(tenant, ("exp", wrong))));
            RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, Of(tenant, ("nbf", wrong is "4102444800" ? "1" : wrong))));
        }
        foreach (object wrong in new object[] { "5", true, 5.5, null!, new[] { 5 }, new { id = 5 }, -5 })
            RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, Of(tenant, ("account_id", wrong))));
        foreach (object wrong in new object[] { 1, true, new[] { tenant.Org }, new { org = tenant.Org } })
            RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, Of(tenant, ("tenant", wrong))));
        foreach (object wrong in new object[] { 1, new[] { "access" } })
            RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, Of(tenant, ("use", wrong))));
        Assert.Equal(201, (await tenant.ForceAsync(Force, Of(tenant, ("account_id", 5), ("nbf", 1), ("exp", 4102444800)))).Code);
    }

    private static (string, string) Of(Tenant tenant, params (string Name, object Value)[] others)
    {
        var claims = ForgedTokens.Claims(tenant.Org);
        foreach (var (name, value) in others)
            claims[name] = value;
        return ForgedTokens.Header(ForgedTokens.Sign(ForgedTokens.Hs512, claims, TokensOptions.DemoSigningKey));
    }
}
