using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>An optional header that is empty is one that was not sent, in every dialect.</summary>
public sealed class EmptyHeaderTests(SharedService shared)
{
    [Theory]
    [InlineData("x-cid")]
    [InlineData("x-account-id")]
    [InlineData("x-skip-timeline")]
    [InlineData("authorization")]
    [InlineData("x-forceops-fault")]
    [InlineData("x-sandbox-key")]
    [InlineData("Client-Request-Id")]
    [InlineData("Last-Event-ID")]
    [InlineData("Content-Encoding")]
    public async Task Every_dialect_takes_it_as_absent(string name)
    {
        await using var tenant = shared.NewTenant();
        (string, string) empty = (name, "");
        Assert.Equal(201, (await tenant.ForceAsync(ForceJson.With(), empty)).Code);
        Assert.Equal(200, (await tenant.BluefinForceAsync(BluefinCalls.Sample, empty)).Code);
        Assert.Equal(201, (await tenant.SendAsync(HttpMethod.Post, "/payments/v1/forcedpost", FiservCalls.Sample, empty)).Code);
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Get, "/sandbox/accounts", null, empty)).Code);
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Put, "/sandbox/accounts/1", "{}", empty)).Code);
        Assert.Equal(400, (await tenant.SendAsync(HttpMethod.Post, "/passport/v2/oauth/token", "grant_type=x", empty,
            ("content-type", "application/x-www-form-urlencoded"))).Code);
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task An_empty_tenant_is_the_default_org()
    {
        await using var tenant = shared.NewTenant();
        (string, string) empty = ("x-tenant", "");
        // A body that no route takes, so that the default org's books stay as they are.
        Refused.AsPismo(await tenant.ForceAsync("{}", empty), 400, "INVALID_FIELD", "account_id");
        BluefinCalls.Refused(await tenant.BluefinForceAsync("{}", empty), 422, "invalid_request", 40001);
        FiservCalls.Refused(await tenant.SendAsync(HttpMethod.Post, "/payments/v1/forcedpost", "{}", empty), 400, "107", "amount.total");
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Get, "/sandbox/accounts", null, empty)).Code);
    }
}
