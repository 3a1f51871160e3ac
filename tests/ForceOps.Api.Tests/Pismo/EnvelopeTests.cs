using System.Text;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Requests that reach no rule: every answer has the envelope, and nothing is written.</summary>
public sealed class EnvelopeTests(SharedService shared)
{
    private const string Force = "/payments/v1/payments/force";
    private const string Cancel = "/payments/v1/payments/force/cancel";

    public static TheoryData<string> NotJson =>
    [
        "", " ", "null", "[]", "[{}]", "1", "\"text\"", "true", "{", "}", "{\"account_id\"", "{\"account_id\":", "{\"account_id\":1234",
        "{\"account_id\":1234,}", "{,}", "{\"account_id\":1234 \"amount\":1}", "{'account_id':1234}", "{account_id:1234}",
        "{\"account_id\":1234}{}", "{\"account_id\":1234} x", "// no\n{}", "{/* no */}", "<force/>", "account_id=1234&amount=1",
        "\ufeff{\"account_id\":1234,\"amount\":40.25,\"processing_code\":\"090907\"}",
        "{\"descriptor\":\"\t\"}", "{\"descriptor\":\"\\x\"}", "{\"descriptor\":\"open}", "{\"account_id\":1234,\"amount\":40.25,\"processing_code\":\"090907\"",
        "\0", "{\"a\":undefined}", "{\"account_id\":1234,\"amount\":40.25,\"processing_code\":\"090907\"}\0",
    ];

    [Theory]
    [MemberData(nameof(NotJson))]
    public async Task A_body_that_is_no_JSON_object_is_refused(string body)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        Refused.AsPismo(await tenant.ForceAsync(body), 400, "INVALID_JSON");
        Refused.AsPismo(await tenant.CancelForceAsync(body), 400, "INVALID_JSON");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Theory]
    [InlineData("descriptor", new byte[] { 0xC3, 0x28 })]
    [InlineData("descriptor", new byte[] { 0xFF })]
    [InlineData("descriptor", new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData("descriptor", new byte[] { 0xC0, 0x80 })]
    [InlineData("unknown", new byte[] { 0xE2, 0x82 })]
    public async Task A_body_that_is_not_UTF_8_is_refused(string member, byte[] bytes)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        var body = ForceJson.With((member, "\"@\""), ("metadata", """{"k":"v"}"""));
        var at = body.IndexOf('@', StringComparison.Ordinal);
        var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(body[..at]), .. bytes, .. Encoding.UTF8.GetBytes(body[(at + 1)..])]);
        Refused.AsPismo(await tenant.SendContentAsync(HttpMethod.Post, Force, content), 400, "INVALID_JSON");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Theory]
    [InlineData("""{"account_id":1234,"amount":40.25,"processing_code":"090907","amount":40.25}""")]
    [InlineData("""{"account_id":1234,"amount":40.25,"processing_code":"090907","\u0061mount":1}""")]
    [InlineData("""{"account_id":1234,"amount":40.25,"processing_code":"090907","original_authorization":{"id":1,"id":2,"type":"NETWORK"}}""")]
    public async Task A_member_that_is_there_twice_is_refused(string body)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        var answer = await tenant.ForceAsync(body);
        Assert.Equal(400, answer.Code);
        Refused.AsPismo(answer, 400, "INVALID_FIELD", answer.Json.GetProperty("details")[0].GetProperty("field").GetString());
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Theory]
    [InlineData(65)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public async Task Deep_nesting_is_refused(int levels)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", levels)) + "1" + new string('}', levels);
        Assert.Equal(400, (await tenant.ForceAsync(ForceJson.With(("metadata", deep)))).Code);
        Assert.Equal(400, (await tenant.ForceAsync(ForceJson.With(("unknown", deep)))).Code);
        Refused.AsPismo(await tenant.ForceAsync(new string('[', levels)), 400, "INVALID_JSON");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("text/json2")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Another_media_type_is_refused(string type)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(), ("content-type", type)), 415, "UNSUPPORTED_MEDIA_TYPE");
        Refused.AsPismo(await tenant.CancelForceAsync("{", ("content-type", type)), 415, "UNSUPPORTED_MEDIA_TYPE");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/json;charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/vnd.pismo+json")]
    public async Task Every_way_to_say_JSON_is_accepted(string type)
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceJson.With(), ("content-type", type));
    }

    [Fact]
    public async Task A_request_without_a_body_is_refused()
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.SendAsync(HttpMethod.Post, Force, null), 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [InlineData(65_536, 201)]
    [InlineData(65_537, 413)]
    [InlineData(1_000_000, 413)]
    public async Task A_body_of_more_than_64_KiB_is_refused_by_its_length_and_without_one(int bytes, int status)
    {
        await using var tenant = shared.NewTenant();
        var body = Encoding.UTF8.GetBytes(ForceJson.With().PadRight(bytes));
        foreach (var content in (HttpContent[])[new ByteArrayContent(body), new PushedContent(body)])
        {
            var answer = await tenant.SendContentAsync(HttpMethod.Post, Force, content);
            if (status == 413)
                Refused.AsPismo(answer, 413, "BODY_TOO_LARGE");
            else
                Assert.Equal(status, answer.Code);
        }
        Assert.Equal(status == 413 ? 0m : 80.50m, (await tenant.GetAsync("/sandbox/accounts/1234")) is { Code: 200 } account ? account.Json.GetProperty("balance").GetDecimal() : 0m);
    }

    [Theory]
    [InlineData("GET", Force)]
    [InlineData("PUT", Force)]
    [InlineData("PATCH", Force)]
    [InlineData("DELETE", Cancel)]
    [InlineData("OPTIONS", Cancel)]
    [InlineData("FROBNICATE", Force)]
    public async Task Another_method_is_refused(string method, string path)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.SendAsync(new HttpMethod(method), path, null), 405, "METHOD_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("/payments")]
    [InlineData("/payments/v1/payments/force/")]
    [InlineData("/payments/v1/payments/force/cancel/x")]
    [InlineData("/payments/v1/payments/forced")]
    [InlineData("/passport/v9")]
    [InlineData("/orgs-operation/v9")]
    public async Task An_unknown_path_of_the_API_has_its_envelope(string path)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.SendAsync(HttpMethod.Post, path, "{");
        // A trailing slash is the same route, for which the body is wrong.
        Assert.True(answer.Code is 404 or 400, answer.Text);
        Refused.AsPismo(answer, answer.Code, answer.Code == 404 ? "NOT_FOUND" : "INVALID_JSON");
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceJson.With(("surprise", """{"deep":[1,2]}"""), ("Amount", "9"), ("ACCOUNT_ID", "\"x\"")));
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task Unknown_members_are_refused_by_name_when_the_setting_says_so()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Pismo:UnknownMembers", "reject"));
        await using var tenant = service.NewTenant();
        var before = await tenant.CountsAsync();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("surprise", "1"))), 400, "INVALID_FIELD", "surprise");
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("Amount", "1"))), 400, "INVALID_FIELD", "Amount");
        Refused.AsPismo(await tenant.CancelForceAsync("""{"authorization_id":1,"account_id":1}"""), 400, "INVALID_FIELD", "account_id");
        Assert.Equal(before, await tenant.CountsAsync());
        await tenant.ForcedAsync(ForceJson.With(("metadata", """{"surprise":1}""")));
    }

    /// <summary>A body of unknown length, sent in chunks.</summary>
    private sealed class PushedContent(byte[] body) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
