using System.Text;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Bodies that are no JSON, or JSON that says something twice, too deep or unasked.</summary>
public sealed class BodyJsonTests(SharedService shared)
{
    private const string Force = "/payments/v1/payments/force";

    public static TheoryData<string> NotJson =>
    [
        "", " ", "null", "[]", "[{}]", "1", "\"text\"", "true", "{", "}", "{\"account_id\"", "{\"account_id\":", "{\"account_id\":1234",
        "{\"account_id\":1234,}", "{,}", "{\"account_id\":1234 \"amount\":1}", "{'account_id':1234}", "{account_id:1234}",
        "{\"account_id\":1234}{}", "{\"account_id\":1234} x", "// no\n{}", "{/* no */}", "<force/>", "account_id=1234&amount=1",
        "{\"descriptor\":\"\t\"}", "{\"descriptor\":\"\\x\"}", "{\"descriptor\":\"open}",
        "{\"account_id\":1234,\"amount\":40.25,\"processing_code\":\"090907\"",
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

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceJson.With(("surprise", """{"deep":[1,2]}"""), ("Amount", "9"), ("ACCOUNT_ID", "\"x\"")));
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task Settings_refuse_unknown_members_by_name_and_transfers_with_a_token_of_the_org()
    {
        var service = await shared.ConfiguredAsync();
        await using var tenant = service.NewTenant();
        var before = await tenant.CountsAsync();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("surprise", "1"))), 400, "INVALID_FIELD", "surprise");
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("Amount", "1"))), 400, "INVALID_FIELD", "Amount");
        Refused.AsPismo(await tenant.CancelForceAsync("""{"authorization_id":1,"account_id":1}"""), 400, "INVALID_FIELD", "account_id");
        Assert.Equal(before, await tenant.CountsAsync());
        await tenant.ForcedAsync(ForceJson.With(("metadata", """{"surprise":1}""")));

        var transfer = TransferRoutes.Body("outside:bank", "account:1234", 1);
        Refused.AsPismo(await tenant.TransferAsync(transfer, ForgedTokens.Header(ForgedTokens.Token(tenant.Org))), 403, "FORBIDDEN");
        Assert.Equal(201, (await tenant.TransferAsync(transfer, ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 1234)))).Code);
        Assert.Equal(201, (await tenant.TransferAsync(
            TransferRoutes.Body("outside:bank", "account:1234", 1))).Code);
    }
}
