using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>A web page that somebody visits, under whatever name it reaches the service, changes nothing and reads nothing.</summary>
public sealed class WebPageTests(SharedService shared)
{
    private const string Page = "http://evil.example";

    /// <summary>One route of each dialect, the sandbox's, and one that no route has.</summary>
    public static TheoryData<string, string> Changes => new()
    {
        { "POST", "/payments/v1/payments/force" }, { "POST", "/payments/v2/cancel" }, { "POST", "/orgs-operation/v1/processing-codes" },
        { "POST", "/passport/v2/oauth/token" }, { "POST", "/payments/v1/forcedpost" }, { "POST", BluefinCalls.Path("force") },
        { "POST", "/sandbox/reset" }, { "POST", "/sandbox/settle" }, { "PUT", "/sandbox/accounts/1" }, { "DELETE", "/sandbox/webhooks/x" },
        { "PUT", "/sandbox/faults/x" }, { "POST", "/sandbox/clock/advance" }, { "POST", "/nowhere" }, { "PATCH", "/sandbox/accounts/1" },
    };

    private (string, string) Own => ("origin", shared.Service.Url.GetLeftPart(UriPartial.Authority));

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_page_of_another_origin_changes_nothing(string method, string path)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        (string, string)[][] pages =
        [
            [("origin", Page)], [("origin", "null")], [
                ("origin", "https://127.0.0.1")], [("origin", "http://localhost:1")], [("origin", "")],
            [("sec-fetch-site", "cross-site")], [("sec-fetch-site", "same-site")], [Own, ("sec-fetch-site", "cross-site")],
        ];
        foreach (var headers in pages)
        {
            var answer = await tenant.SendAsync(new HttpMethod(method), path, ForceBody, [.. headers, ("content-type", "text/plain")]);
            Assert.True(answer.Code == 403, $"{string.Join(", ", headers)}: {answer.Code} {answer.Text}");
            Assert.False(string.IsNullOrEmpty(answer.Header("x-cid")));
            Assert.Contains("ForceOps:AllowedOrigins", answer.Text, StringComparison.Ordinal);
            Assert.Null(answer.Header("access-control-allow-origin"));
        }
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Fact]
    public async Task The_refusal_has_the_dialects_words()
    {
        await using var tenant = shared.NewTenant();
        (string, string) page = ("origin", Page);
        Refused.AsPismo(await tenant.ForceAsync(ForceBody, page), 403, "FORBIDDEN");
        Refused.AsProblem(await tenant.SendAsync(HttpMethod.Post, "/sandbox/reset", null, page), 403, "FOREIGN_ORIGIN");
        BluefinCalls.Refused(await tenant.BluefinForceAsync(BluefinCalls.Sample, page), 403, "authorization", 40003);
        FiservCalls.Refused(await tenant.SendAsync(HttpMethod.Post, "/payments/v1/forcedpost", FiservCalls.Sample, page), 403, null,
            type: "APIM");
        var entry = (await tenant.GetAsync("/sandbox/requests?limit=1")).Json.GetProperty("items")[0];
        Assert.Equal("origin", entry.GetProperty("why").GetProperty("check").GetString());
    }

    [Fact]
    public async Task The_services_own_pages_and_clients_that_are_no_browsers_go_on()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceBody);
        await tenant.ForcedAsync(ForceBody, Own);
        await tenant.ForcedAsync(ForceBody, Own, ("sec-fetch-site", "same-origin"));
        await tenant.ForcedAsync(ForceBody, ("sec-fetch-site", "none"));
        var host = $"localhost:{shared.Service.Url.Port}";
        await tenant.ForcedAsync(ForceBody, ("host", host), ("origin", $"http://{host}"));
    }

    [Fact]
    public async Task A_page_may_not_ask_first_either_as_long_as_no_origin_is_allowed()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.SendAsync(
            HttpMethod.Options, "/payments/v1/payments/force", null, ("origin", Page), ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"));
        Assert.Equal(405, answer.Code);
        Assert.Null(answer.Header("access-control-allow-origin"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("notlocalhost")]
    [InlineData("10.0.0.1")]
    public async Task A_name_that_is_not_the_loopbacks_reaches_health_only(string host)
    {
        await using var tenant = shared.NewTenant();
        (string, string) name = ("host", host);
        Refused.AsProblem(await tenant.SendAsync(HttpMethod.Post, "/sandbox/reset", null, name, ("origin", $"http://{host}")), 403,
            "FOREIGN_HOST");
        Refused.AsProblem(await tenant.SendAsync(HttpMethod.Get, "/sandbox/accounts", null, name), 403, "FOREIGN_HOST");
        Assert.Equal(403, (await tenant.SendAsync(HttpMethod.Get, "/swagger/index.html", null, name)).Code);
        Refused.AsPismo(await tenant.ForceAsync(ForceBody, name), 403, "FORBIDDEN");
        BluefinCalls.Refused(await tenant.BluefinForceAsync(BluefinCalls.Sample, name), 403, "authorization", 40003);
        FiservCalls.Refused(await tenant.SendAsync(HttpMethod.Post, "/payments/v1/cancels", "{}", name), 403, null, type: "APIM");
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Get, "/health/live", null, name)).Code);
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Get, "/health/ready", null, name)).Code);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:9")]
    [InlineData("forceops.localhost:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10:80")]
    [InlineData("[::1]:8080")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("0.0.0.0:8080")]
    [InlineData("host.docker.internal:8080")]
    public async Task Every_name_of_the_loopback_is_one(string host)
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceBody, ("host", host));
    }

    [Theory]
    [InlineData("/sandbox/accounts")]
    [InlineData("/sandbox/events/stream")]
    [InlineData("/swagger/pismo/swagger.json")]
    [InlineData("/api/v4/accounts/120000000001/payments/000000000001")]
    public async Task A_page_of_another_site_loads_nothing_and_a_link_from_it_may_be_followed(string path)
    {
        await using var tenant = shared.NewTenant();
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
        {
            foreach (var mode in (string[])["no-cors", "cors", "websocket", ""])
                Assert.Equal(403, (await tenant.SendAsync(method, path, null, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", mode))).Code);
        }
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Get, "/health/ready", null, ("sec-fetch-site", "cross-site"))).Code);
        if (path.Contains("stream", StringComparison.Ordinal))
            return;
        foreach (var (site, mode) in ((string, string)[])[("cross-site", "navigate"), ("same-origin", "cors"), ("none", "navigate"), ("same-site", "no-cors")])
            Assert.InRange((await tenant.SendAsync(HttpMethod.Get, path, null, ("sec-fetch-site", site), ("sec-fetch-mode", mode))).Code, 200, 404);
    }

    [Fact]
    public async Task A_request_without_a_host_as_of_HTTP_1_0_is_no_browsers()
    {
        var answer = await RawConnection.ExchangeAsync(shared.Service.Url, "GET /sandbox/orgs?limit=1 HTTP/1.0\n\n");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    private const string ForceBody = """{"account_id":1234,"amount":40.25,"processing_code":"090907"}""";
}
