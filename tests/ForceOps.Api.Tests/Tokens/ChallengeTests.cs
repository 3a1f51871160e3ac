using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Faults;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>Every 401 says in WWW-Authenticate which scheme the dialect takes (RFC 9110 section 15.5.2).</summary>
[Collection(StrictService.Name)]
public sealed class ChallengeTests(StrictService strict)
{
    private const string Force = """{"account_id":1,"amount":1,"processing_code":"090907"}""";

    [Fact]
    public async Task Each_dialect_names_its_schemes()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        Challenges("Bearer", await tenant.ForceAsync(Force));
        Challenges("Bearer", await tenant.ForceAsync(Force, ("authorization", "Bearer x.y.z")));
        Challenges("Bearer", await tenant.SendAsync(HttpMethod.Post, "/orgs-operation/v1/processing-codes", "{}"));
        Challenges("Bearer", await tenant.SendAsync(
            HttpMethod.Post, "/passport/v2/s2s/access-token", """{"server_key":"x","server_secret":"y"}"""));
        Challenges("Bearer", await tenant.SendAsync(
            HttpMethod.Post, "/passport/v2/oauth/token", "grant_type=client_credentials&client_id=x&client_secret=y",
            ("content-type", "application/x-www-form-urlencoded")));
        const string bluefin = "Basic realm=\"PayConex\", charset=\"UTF-8\",Hmac realm=\"PayConex\"";
        Challenges(bluefin, await tenant.BluefinForceAsync(BluefinCalls.Sample));
        Challenges(bluefin, await tenant.BluefinForceAsync(BluefinCalls.Sample, ("authorization", "Basic eDp5")));
        Challenges(bluefin, await tenant.BluefinGetAsync("000000000001"));
        Challenges("HMAC", await tenant.ForcedPostAsync(FiservCalls.Sample));
        Challenges("HMAC", await tenant.FiservAsync("transaction-inquiry", "{}"));
        Challenges("ApiKey realm=\"ForceOps\", header=\"x-sandbox-key\"",
            await tenant.SendAsync(HttpMethod.Get, "/sandbox/orgs", null, ("x-sandbox-key", "x")));
    }

    [Fact]
    public async Task A_fault_that_answers_401_says_so_too()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        (string, string)[] fault = [("x-forceops-fault", "status=401"), ("x-sandbox-key", StrictService.SandboxKey)];
        Challenges("Bearer", await tenant.ForceAsync(Force, fault));
        Challenges("HMAC", await tenant.SendAsync(HttpMethod.Post, "/payments/v1/cancels", "{}", fault));
        Challenges("Bearer", await tenant.ForceAsync(Force, ("x-forceops-fault", "drop"), ("x-sandbox-key", "wrong")));

        await tenant.FaultAsync("own", """{"status":401,"body":"no"}""", """{"nth":1}""");
        // A rule strikes the org's own requests only: a stranger is refused before it.
        Challenges("Bearer", await tenant.ForceAsync(Force, StrictService.Token(StrictService.Org)));
        await tenant.FaultAsync("own", """{"status":401,"body":"no","headers":{"WWW-Authenticate":"Other"}}""", """{"nth":1}""");
        Challenges("Other", await tenant.ForceAsync(Force, StrictService.Token(StrictService.Org)));
        await tenant.DeleteAsync("/sandbox/faults/own");
    }

    private static void Challenges(string expected, Answer answer)
    {
        Assert.True(answer.Code == 401, answer.Text);
        Assert.Equal(expected, string.Join(',', answer.Message.Headers.TryGetValues("www-authenticate", out var values) ? values : []));
    }
}
