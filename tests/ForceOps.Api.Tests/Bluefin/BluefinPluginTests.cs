using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Bluefin;

/// <summary>What Bluefin's own plugins send: routes that are not emulated, and traces that they look for later.</summary>
public sealed class BluefinPluginTests(SharedService shared)
{
    [Theory]
    [InlineData("POST", "sale")]
    [InlineData("POST", "auth")]
    [InlineData("POST", "credit")]
    [InlineData("POST", "store")]
    [InlineData("POST", "device-force")]
    [InlineData("POST", "000000000001/capture")]
    [InlineData("PATCH", "000000000001")]
    public async Task A_route_that_is_not_emulated_says_so(string method, string route)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.SendAsync(new HttpMethod(method), BluefinCalls.Path(route), """{"anything":[1]}""");
        BluefinCalls.Refused(answer, 422, "invalid_request", 40001);
        Assert.Contains("does not emulate", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(422, answer.Json.GetProperty("statusCode").GetInt32());
    }

    [Fact]
    public async Task It_says_so_of_a_transaction_that_exists_too_and_changes_nothing()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.BluefinForceAsync(BluefinCalls.Sample)).Id();
        var before = await tenant.CountsAsync();
        Assert.Equal(422, (await tenant.SendAsync(HttpMethod.Post, BluefinCalls.Path($"{id}/capture"), "{}")).Code);
        Assert.Equal(422, (await tenant.SendAsync(HttpMethod.Patch, BluefinCalls.Path(id), "{}")).Code);
        Assert.Equal(before, await tenant.CountsAsync());
        BluefinCalls.Refused(await tenant.SendAsync(HttpMethod.Post, "/api/v4/accounts/12/payments/sale", "{}"), 422, "invalid_request",
            40001, source: "accountId");
    }

    [Fact]
    public async Task The_trace_of_init_and_force_comes_back()
    {
        await using var tenant = shared.NewTenant();
        const string init =
            """
            {"description":"order 1001","customer":{"name":"Zoë","email":"zoe@example.test","phone":"+14045550100",
              "billingAddress":{"address1":"1 Test St","city":"Atlanta","state":"GA","zip":"30303","country":"USA","company":"ACME"}},
             "shippingAddress":{"recipient":"Zoë","recipientPhone":"+14045550100","address1":"1 Test St","address2":"","city":"Atlanta","state":"GA","zip":"30303","country":"USA"},
             "trace":{"source":"a shop","customId":"1001","clientIp":"192.0.2.1","tags":["a"],"timestamp":"2026-01-15T10:00:00Z"}}
            """;
        var made = await tenant.SendAsync(HttpMethod.Post, BluefinCalls.Path("init"), init);
        Assert.True(made.Code == 201, made.Text);
        Assert.Equal(("INITIALIZED", "order 1001"), (made.Status(), made.Json.GetProperty("description").GetString()));
        Assert.Equal("a shop 1001 init", Trace(made));
        Assert.Equal("a shop 1001 init", Trace(await tenant.BluefinGetAsync(made.Id())));
        var force = await tenant.BluefinForceAsync(BluefinCalls.Force("5", made.Id()));
        Assert.Equal("a shop 1001 init,transaction", Trace(force));
        var other = await tenant.BluefinForceAsync(
            BluefinCalls.Sample[..^1] + ""","trace":{"source":"","customId":"card 4012000033330026"}}""");
        Assert.Equal(" card ************0026 transaction".Replace("************", "****", StringComparison.Ordinal), Trace(other));
        var refund = await tenant.BluefinRefundAsync(
            force.Id(), """{"posProfile":"ECOMMERCE","trace":{"source":"back office","customId":"R-1"}}""");
        Assert.Equal("back office R-1 transaction", Trace(refund));
        Assert.Equal("a shop 1001 init,transaction", Trace(await tenant.BluefinGetAsync(force.Id())));
    }

    [Fact]
    public async Task A_trace_that_is_too_long_is_refused()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.SendAsync(
            HttpMethod.Post, BluefinCalls.Path("init"), $$$"""{"trace":{"customId":"{{{new string('x', 256)}}}"}}""");
        BluefinCalls.Refused(answer, 422, "invalid_request", 40001, source: "trace.customId");
    }

    private static string Trace(Answer answer)
    {
        var trace = answer.Json.GetProperty("trace");
        string Text(string name) => trace.TryGetProperty(name, out var text) ? text.GetString()! : "";
        return $"{Text("source")} {Text("customId")} {string.Join(
            ',', trace.GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()))}";
    }
}
