using ForceOps.Api.Pismo;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>Open mode: no token is needed, and one that is sent is checked (contract sections 1 and 7).</summary>
public sealed class TokenCheckTests(SharedService shared)
{
    private const string Force = """{"account_id":1,"amount":1,"processing_code":"090907"}""";
    private const string SomeOrg = "TN-00000000-0000-0000-0000-0000000000aa";

    [Fact]
    public async Task No_token_is_needed_and_a_good_one_passes()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(201, (await tenant.ForceAsync(Force)).Code);
        Assert.Equal(201, (await tenant.ForceAsync(Force, ForgedTokens.Header(ForgedTokens.Token(tenant.Org)))).Code);
        Assert.Equal(201, (await tenant.ForceAsync(Force, ("authorization", $"bearer {ForgedTokens.Token(tenant.Org)}"))).Code);
    }

    public static TheoryData<string, string> BadTokens() => new()
    {
        { "signed with another key", ForgedTokens.Sign(
            ForgedTokens.Hs512, ForgedTokens.Claims(SomeOrg), "another-signing-key-of-good-length-0123456789") },
        { "expired long ago", ForgedTokens.Token(SomeOrg, expires: 1_000_000_000) },
        { "without an end", ForgedTokens.Token(SomeOrg, expires: null) },
        { "HS256", ForgedTokens.Sign("HS256", ForgedTokens.Claims(SomeOrg), TokensOptions.DemoSigningKey) },
        { "HS384", ForgedTokens.Sign("HS384", ForgedTokens.Claims(SomeOrg), TokensOptions.DemoSigningKey) },
        { "none", ForgedTokens.Sign("none", ForgedTokens.Claims(SomeOrg), "") },
        { "signature left out", ForgedTokens.Token(SomeOrg)[..^86] },
        { "a refresh token", ForgedTokens.Token(SomeOrg, use: "refresh") },
        { "of another issuer", ForgedTokens.Token(SomeOrg, issuer: "somebody") },
        { "of no org", ForgedTokens.Token("TN-1") },
        { "of an account that is no number", ForgedTokens.Sign(
            ForgedTokens.Hs512, ForgedTokens.Claims(SomeOrg, account: "one"), TokensOptions.DemoSigningKey) },
        { "no token at all", "abc" },
        { "nothing", "" },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_bad_token_is_refused_on_every_route(string what, string token)
    {
        await using var tenant = new Tenant(shared.Service, SomeOrg);
        foreach (var path in (string[])["/payments/v1/payments/force", "/payments/v1/payments/force/cancel", "/payments/v1/payments",
            "/payments/v2/cancel", "/orgs-operation/v1/processing-codes"])
        {
            var answer = await tenant.SendAsync(HttpMethod.Post, path, Force, ForgedTokens.Header(token));
            Assert.True(answer.Code == 401 && answer.Text.Contains("UNAUTHORIZED", StringComparison.Ordinal),
                $"a token {what} on {path}: {answer.Code} {answer.Text}");
        }
    }

    /// <summary>
    /// Microsoft's handler takes it for a token inside the token, and throws when somebody asks it for the caller's identity.
    /// </summary>
    [Fact]
    public async Task A_claim_that_nobody_asks_for_does_no_harm()
    {
        await using var tenant = shared.NewTenant();
        var claims = ForgedTokens.Claims(tenant.Org);
        claims["http://schemas.xmlsoap.org/ws/2009/09/identity/claims/actor"] = "a.b.c";
        Assert.Equal(201, (await tenant.ForceAsync(
            Force, ForgedTokens.Header(ForgedTokens.Sign(ForgedTokens.Hs512, claims, TokensOptions.DemoSigningKey)))).Code);
    }

    [Fact]
    public async Task A_token_with_any_one_byte_altered_is_refused()
    {
        await using var tenant = shared.NewTenant();
        var token = ForgedTokens.Token(tenant.Org);
        // The last character is left out: some of its bits belong to no byte.
        var altered = Enumerable.Range(0, token.Length - 1).Where(i => token[i] != '.')
            .Select(i => token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]);
        var answers = await Task.WhenAll(altered.Select(text => tenant.ForceAsync(Force, ForgedTokens.Header(text))));
        Assert.All(answers, answer => RefusedWith(401, "UNAUTHORIZED", answer));
        Assert.Equal(201, (await tenant.ForceAsync(Force, ForgedTokens.Header(token))).Code);
    }

    [Theory]
    [InlineData("Basic Zm9yY2VvcHM6eA==")]
    [InlineData("Bearer")]
    [InlineData("nonsense")]
    public async Task Another_kind_of_authorization_is_refused(string header)
    {
        await using var tenant = shared.NewTenant();
        RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(Force, ("authorization", header)));
    }

    [Fact]
    public async Task A_token_is_good_to_its_second_and_not_longer()
    {
        await using var tenant = shared.NewTenant();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync(
            Force, ForgedTokens.Header(ForgedTokens.Token(tenant.Org, expires: now - 1))));
        Assert.Equal(201, (await tenant.ForceAsync(Force, ForgedTokens.Header(ForgedTokens.Token(tenant.Org, expires: now + 60)))).Code);
    }

    [Fact]
    public async Task The_tokens_org_is_the_requests_and_another_tenant_is_out_of_reach()
    {
        await using var tenant = shared.NewTenant();
        var (token, path) = (ForgedTokens.Header(ForgedTokens.Token(tenant.Org)), "/payments/v1/payments/force");
        RefusedWith(403, "FORBIDDEN", await tenant.SendAsync(HttpMethod.Post, path, Force, token, ("x-tenant", SomeOrg)));
        RefusedWith(403, "FORBIDDEN", await tenant.SendAsync(
            HttpMethod.Post, "/payments/v1/payments", Body("outside:a", "account:1", 1), token, ("x-tenant", SomeOrg)));
        using var client = shared.Service.CreateClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, path) { Content = new StringContent(Force, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("authorization", token.Value);
        Assert.Equal(201, (int)(await client.SendAsync(request)).StatusCode);
        Assert.Equal(1, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task The_first_failing_check_answers_token_reach_tenant_media_type_body_fields()
    {
        await using var tenant = shared.NewTenant();
        (string, string) bad = ForgedTokens.Header("abc"), foreign = ForgedTokens.Header(ForgedTokens.Token(SomeOrg)),
        own = ForgedTokens.Header(ForgedTokens.Token(tenant.Org));
        (string, string) malformed = ("x-tenant", "TN-1"), text = ("content-type", "text/plain");
        RefusedWith(401, "UNAUTHORIZED", await tenant.ForceAsync("{", bad, malformed, text));
        RefusedWith(403, "FORBIDDEN", await tenant.ForceAsync("{", foreign, text));
        RefusedWith(400, "INVALID_TENANT", await tenant.ForceAsync("{", malformed, text));
        RefusedWith(415, "UNSUPPORTED_MEDIA_TYPE", await tenant.ForceAsync("{", own, text));
        RefusedWith(400, "INVALID_JSON", await tenant.ForceAsync("{", own));
        RefusedWith(400, "INVALID_FIELD", await tenant.ForceAsync("{}", own));
    }
}
