using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>A wrong member gets one reason, the true one, in every dialect; texts are counted in code points and not escaped.</summary>
public sealed class FieldReasonTests(SharedService shared)
{
    [Theory]
    [InlineData("account_id", "\"1\"", "account_id must be an integer")]
    [InlineData("account_id", "1.0", "account_id must be an integer, without a point or an exponent")]
    [InlineData("account_id", "9223372036854775808", "account_id is a number out of range")]
    [InlineData("account_id", "true", "account_id must be an integer")]
    [InlineData("amount", "\"1\"", "amount must be a number")]
    [InlineData("amount", "1E400", "amount is a number out of range")]
    [InlineData("amount", "1.00000000000000000000000000001", "amount is a number of more than 28 characters")]
    [InlineData("descriptor", "1", "descriptor must be a text")]
    [InlineData("descriptor", "\"\\ud83d\"", "descriptor has half a surrogate pair, which is no text")]
    [InlineData("metadata", "[]", "metadata must be an object")]
    [InlineData("metadata", """{"a":{"b":1,"\u0062":2}}""", "metadata.a.b is there twice")]
    [InlineData("original_authorization", "1", "original_authorization must be an object")]
    [InlineData("original_authorization", """{"id":"1","type":"NETWORK"}""", "original_authorization.id must be an integer")]
    [InlineData("original_authorization", """{"id":1,"id":1,"type":"NETWORK"}""", "original_authorization.id is there twice")]
    public async Task Pismo_says_what_is_wrong(string member, string json, string message)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForceAsync(ForceJson.With((member, json)));
        Refused.AsPismo(answer, 400, "INVALID_FIELD", message.Split(' ')[0]);
        Assert.Equal(message, answer.Json.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Lists_and_flags_and_repeated_members_too()
    {
        await using var tenant = shared.NewTenant();
        await SaysAsync("from[0].amount must be a number", tenant.TransferAsync(
            """{"from":[{"account":{"id":1},"amount":"1"}],"to":[]}"""));
        await SaysAsync("from must be a list", tenant.TransferAsync("""{"from":{},"to":[]}"""));
        await SaysAsync("cancel_fees must be true or false", tenant.CancelForceAsync("""{"authorization_id":1,"cancel_fees":"true"}"""));
        await SaysAsync("amount is there twice", tenant.ForceAsync("""{"account_id":1,"amount":1,"amount":1}"""));
        Assert.Equal(201, (await tenant.ForceAsync(ForceJson.With(("unknown", "{\"a\":1,\"a\":\"\\ud83d\"}")))).Code);

        static async Task SaysAsync(string message, Task<Answer> sent) =>
            Assert.Equal(message, (await sent).Json.GetProperty("message").GetString());
    }

    [Fact]
    public async Task The_other_dialects_and_the_sandbox_too()
    {
        await using var tenant = shared.NewTenant();
        var unknown = await tenant.BluefinForceAsync("""{"surprise":1,""" + BluefinCalls.Sample[1..]);
        Assert.Equal("Payload schema violation: property \"surprise\" is unsupported", Detail(unknown));
        Assert.Equal("Payload schema violation: property \"amounts.total\" must be a text",
            Detail(await tenant.BluefinForceAsync("""{"amounts":{"total":5}}""")));
        Assert.Equal("Payload schema violation: property \"amounts.tip\" is unsupported",
            Detail(await tenant.BluefinForceAsync("""{"amounts":{"tip":"5"}}""")));
        var fiserv = await tenant.ForcedPostAsync(FiservCalls.With("\"total\":85", "\"total\":\"85\""));
        FiservCalls.Refused(fiserv, 400, "105", "amount.total");
        Assert.Equal("ForceOps: amount.total must be a number.",
            fiserv.Json.GetProperty("error")[0].GetProperty("additionalInfo").GetString());
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.With("\"captureFlag\":true", "\"captureFlag\":1")), 400, "100",
            "transactionDetails.captureFlag");
        Assert.Equal("surprise is unknown", (
            await tenant.PutAsync("/sandbox/accounts/1", """{"surprise":1}""")).Json.GetProperty("detail").GetString());
        Assert.Equal("credit_limit must be a number", (
            await tenant.PutAsync("/sandbox/accounts/1", """{"credit_limit":"1"}""")).Json.GetProperty("detail").GetString());

        static string? Detail(Answer answer)
        {
            BluefinCalls.Refused(answer, 422, "invalid_request", 40001);
            return answer.Json.GetProperty("details")[0].GetProperty("message").GetString();
        }
    }

    [Theory]
    [InlineData("""{"fixed":-1}""", "fee.fixed must not be negative")]
    [InlineData("""{"fixed":1000000000000000}""", "fee.fixed must have at most 15 integer digits")]
    [InlineData("""{"percent":33.333333}""", "fee.percent must have at most 4 decimals")]
    [InlineData("""{"percent":-0.1}""", "fee.percent must not be negative")]
    [InlineData("""{"percent":100000}""", "fee.percent must be below 100000")]
    public async Task A_wrong_fee_says_which_part_and_why(string fee, string detail)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.PutAsync("/sandbox/processing-codes/ABC123", $$"""{"balance_impact":1,"fee":{{fee}}}""");
        Refused.AsProblem(answer, 400, "INVALID_FIELD");
        Assert.Equal(detail, answer.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Lengths_count_code_points()
    {
        await using var tenant = shared.NewTenant();
        string Emoji(int count) => string.Concat(Enumerable.Repeat("💶", count));
        var id = await tenant.ForcedAsync(
            ForceJson.With(("tracking_id", ForceJson.Quoted(Emoji(50))), ("descriptor", ForceJson.Quoted("a" + Emoji(499)))));
        Assert.Equal(Emoji(50), (await tenant.AuthorizationAsync(id)).GetProperty("tracking_id").GetString());
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(Emoji(36)))));
        foreach (var length in new[] { 18, 35, 51 })
            Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(Emoji(length))))), 400,
                "INVALID_FIELD", "tracking_id");
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("descriptor", ForceJson.Quoted(Emoji(501))))), 400, "INVALID_FIELD",
            "descriptor");
        // Letters beyond the basic plane are kept.
        var letters = string.Concat(Enumerable.Repeat("𝒜", 500));
        var long500 = await tenant.ForcedAsync(ForceJson.With(("descriptor", ForceJson.Quoted(letters))));
        Assert.Equal(letters, (await tenant.AuthorizationAsync(long500)).GetProperty("descriptor").GetString());
        Assert.Equal(200, (await tenant.PutAsync(
            "/sandbox/processing-codes/ABC123", $$"""{"balance_impact":1,"description":"{{Emoji(50)}}"}""")).Code);
        Assert.Equal(400, (await tenant.PutAsync(
            "/sandbox/processing-codes/ABC123", $$"""{"balance_impact":1,"description":"{{Emoji(51)}}"}""")).Code);
    }

    [Fact]
    public async Task Apostrophes_and_letters_are_not_escaped()
    {
        await using var tenant = shared.NewTenant();
        var message = await tenant.ForceAsync(ForceJson.With(("amount", "0.001"), ("currency", "\"USD\"")));
        Assert.Contains("currency's decimals", (await tenant.ForceAsync(ForceJson.With(("amount", "0")))).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u", message.Text, StringComparison.Ordinal);
        var sale = await tenant.BluefinForceAsync(BluefinCalls.Sample[..^1] + ""","description":"Zoë's <5 & more+"}""");
        Assert.Contains("Zoë's <5 & more+", sale.Text, StringComparison.Ordinal);
        var id = await tenant.ForcedAsync(ForceJson.With(("descriptor", "\"Zoë\"")));
        Assert.Contains("Zoë", (await tenant.GetAsync($"/sandbox/authorizations/{id}")).Text, StringComparison.Ordinal);
    }
}
