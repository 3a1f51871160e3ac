using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;

namespace ForceOps.Api.Tests.Faults;

/// <summary>The header of one request: no set-up, and no way to misread it.</summary>
[Collection(StrictService.Name)]
public sealed class FaultHeaderTests(SharedService shared, StrictService strict)
{
    [Theory]
    [InlineData("status=503", 503)]
    [InlineData(" status = 418 , latency=1ms-2ms", 418)]
    [InlineData("latency=1ms", 201)]
    [InlineData("acquirer=declined", 201)]
    public async Task It_works_in_an_org_without_any_rule_and_strikes_this_request_only(string fault, int status)
    {
        await using var tenant = shared.NewTenant();
        var struck = await tenant.ForceAsync(Force(), (Header, fault));
        Assert.Equal((status, "header"), (struck.Code, struck.Fault()));
        var next = await tenant.ForceAsync(Force());
        Assert.Equal((201, null), (next.Code, next.Fault()));
    }

    [Fact]
    public async Task It_decides_alone_and_no_rule_counts_the_request()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("one", """{"status":503}""", """{"nth":1}""");
        var first = await tenant.ForceAsync(Force(), (Header, "latency=0ms"));
        Assert.Equal((201, "header"), (first.Code, first.Fault()));
        Assert.Equal("one", (await tenant.ForceAsync(Force())).Fault());
    }

    [Theory]
    [InlineData("status")]
    [InlineData("status=abc")]
    [InlineData("status=99")]
    [InlineData("status=503,status=503")]
    [InlineData("drop,commit-and-drop")]
    [InlineData("drop=1")]
    [InlineData("status=503,drop")]
    [InlineData("latency=soon")]
    [InlineData("latency=61s")]
    [InlineData("delay=1s-2s")]
    [InlineData("acquirer=")]
    [InlineData("webhooks=duplicate")]
    [InlineData("503")]
    [InlineData("status=503,")]
    public async Task What_cannot_be_read_is_refused_in_the_dialects_words(string fault)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.ForceAsync(Force(), (Header, fault)), 400, "INVALID_FIELD", Header);
        BluefinCalls.Refused(await tenant.BluefinForceAsync(BluefinCalls.Sample, (Header, fault)), 400, "invalid_request", 40001);
        FiservCalls.Refused(await tenant.SendAsync(HttpMethod.Post, "/payments/v1/forcedpost", FiservCalls.Sample, (Header, fault)), 400,
            "100", Header);
        Assert.Contains("\"authorizations\":0", await tenant.CountsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latency=61s", "latency must be at most 00:01:00")]
    [InlineData("status=99", "status must be 200 to 599")]
    public async Task What_is_beyond_a_limit_is_named(string fault, string message)
    {
        await using var tenant = shared.NewTenant();
        Assert.Contains($"{Header} {message}", (await tenant.ForceAsync(Force(), (Header, fault))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_strict_mode_a_stranger_who_names_an_org_uses_up_none_of_its_faults()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        await tenant.FaultAsync("stranger", """{"status":503}""", """{"account":4711,"times":1}""");
        var stranger = await tenant.ForceAsync(Force(4711));
        Assert.Equal((401, null), (stranger.Code, stranger.Fault()));
        var own = await tenant.ForceAsync(Force(4711), StrictService.Token(StrictService.Org));
        Assert.Equal((503, "stranger"), (own.Code, own.Fault()));
        await tenant.DeleteAsync("/sandbox/faults/stranger");
    }

    [Fact]
    public async Task Strict_mode_asks_for_the_sandboxs_key()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        await tenant.PutAsync("/sandbox/accounts/1", "{}");
        var token = StrictService.Token(StrictService.Org);
        var without = await tenant.ForceAsync(Force(), token, (Header, "status=418"));
        Refused.AsPismo(without, 401, "UNAUTHORIZED");
        Assert.Contains("x-sandbox-key", without.Text, StringComparison.Ordinal);
        var bluefin = await tenant.BluefinForceAsync(BluefinCalls.Sample, (Header, "status=418"));
        BluefinCalls.Refused(bluefin, 401, "authentication", 40002);
        Assert.Contains("x-sandbox-key", bluefin.Text, StringComparison.Ordinal);
        var fiserv = await tenant.SendAsync(HttpMethod.Post, "/payments/v1/forcedpost", FiservCalls.Sample, (Header, "status=418"));
        Assert.Equal(401, fiserv.Code);
        Assert.Contains("x-sandbox-key", fiserv.Text, StringComparison.Ordinal);
        Refused.AsPismo(await tenant.ForceAsync(Force(), token, (Header, "status=418"), ("x-sandbox-key", "wrong-sandbox-key-77d0")), 401,
            "UNAUTHORIZED");
        Assert.Equal(418, (await tenant.ForceAsync(
            Force(), token, (Header, "status=418"), ("x-sandbox-key", StrictService.SandboxKey))).Code);
        Assert.Equal(201, (await tenant.ForceAsync(Force(), token)).Code);
    }

    [Fact]
    public async Task The_org_of_a_token_is_the_org_of_its_faults()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("one", """{"status":418}""");
        using var http = tenant.Service.CreateClient();
        foreach (var (fault, status) in new[] { ((string?)null, 418), ("status=419", 419) })
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, "/payments/v1/payments/force") { Content = new StringContent(Force()) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Add("authorization", $"Bearer {ForgedTokens.Token(tenant.Org)}");
            if (fault is not null)
                request.Headers.Add(Header, fault);
            Assert.Equal(status, (int)(await http.SendAsync(request)).StatusCode);
            Assert.Equal(status.ToString(), (await tenant.LastAsync()).Text("status"));
        }
    }
}
