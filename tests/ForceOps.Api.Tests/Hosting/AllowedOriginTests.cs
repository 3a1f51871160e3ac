using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>ForceOps:AllowedOrigins lets a page in, with CORS as browsers ask for it; AllowedHosts lets a name in.</summary>
public sealed class AllowedOriginTests(SharedService shared)
{
    private const string Body = """{"account_id":1234,"amount":40.25,"processing_code":"090907"}""";
    private const string Page = "http://localhost:3000";

    [Fact]
    public async Task An_allowed_page_posts_and_reads_and_another_does_not()
    {
        var service = await shared.ConfiguredAsync();
        await using var tenant = service.NewTenant();

        var asked = await tenant.SendAsync(
            HttpMethod.Options, "/payments/v1/payments/force", null, ("origin", Page), ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type,x-tenant"));
        Assert.Equal(204, asked.Code);
        Assert.Equal(Page, asked.Header("access-control-allow-origin"));
        Assert.Contains("x-tenant", asked.Header("access-control-allow-headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("POST", asked.Header("access-control-allow-methods"), StringComparison.Ordinal);

        foreach (var origin in (string[])[Page, "https://shop.example"])
        {
            var posted = await tenant.ForceAsync(Body, ("origin", origin), ("sec-fetch-site", "cross-site"));
            Assert.Equal(201, posted.Code);
            Assert.Equal(origin, posted.Header("access-control-allow-origin"));
            Assert.Equal("Origin", posted.Header("vary"));
            Assert.Contains("x-cid", posted.Header("access-control-expose-headers"), StringComparison.Ordinal);
            Assert.Equal(origin, (await tenant.ForceAsync("{}", ("origin", origin))).Header("access-control-allow-origin"));
            Assert.Equal(origin, (await tenant.SendAsync(HttpMethod.Get, "/sandbox/accounts", null, ("origin", origin))).Header(
                "access-control-allow-origin"));
        }
        var other = await tenant.ForceAsync(Body, ("origin", "http://localhost:3001"));
        Refused.AsPismo(other, 403, "FORBIDDEN");
        Assert.Null(other.Header("access-control-allow-origin"));
        var unasked = await tenant.SendAsync(
            HttpMethod.Options, "/payments/v1/payments/force", null, ("origin", "http://localhost:3001"),
            ("access-control-request-method", "POST"));
        Assert.Null(unasked.Header("access-control-allow-origin"));

        foreach (var host in (string[])["pay.test", "a.pay.test:8080"])
            await tenant.ForcedAsync(Body, ("host", host), ("origin", $"http://{host}"));
        Refused.AsPismo(await tenant.ForceAsync(Body, ("host", "xpay.test")), 403, "FORBIDDEN");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("localhost:3000")]
    [InlineData("http://localhost:3000/")]
    [InlineData("http://user@localhost:3000")]
    [InlineData("ftp://localhost")]
    public async Task What_is_no_origin_stops_the_start(string origin)
    {
        var (exitCode, output) = await RunningService.StartAndFailAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:AllowedOrigins:0", origin));
        Assert.Equal(1, exitCode);
        Assert.Contains("ForceOps:AllowedOrigins", output, StringComparison.Ordinal);
    }
}
