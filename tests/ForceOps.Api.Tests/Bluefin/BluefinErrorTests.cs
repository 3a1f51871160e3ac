using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Bluefin;

/// <summary>Every refusal of the PayConex routes is an ApiViolation (A8).</summary>
public sealed class BluefinErrorTests(SharedService shared)
{
    [Theory]
    [InlineData("""{"posProfile":"ECOMMERCE","amounts":{"total":"5","currency":"USD"},"authCode":"OK4956"}""", "bfTokenReference")]
    [InlineData("""{"bfTokenReference":"t","shieldConexToken":{},"posProfile":"ECOMMERCE","amounts":{"total":"5","currency":"USD"},"authCode":"OK4956"}""", "bfTokenReference")]
    [InlineData("""{"bfTokenReference":"t","amounts":{"total":"5","currency":"USD"},"authCode":"OK4956"}""", "posProfile")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"ATTENDED_ON_PREM_POS","amounts":{"total":"5","currency":"USD"},"authCode":"OK4956"}""", "posProfile")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","authCode":"OK4956"}""", "amounts")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"currency":"USD"},"authCode":"OK4956"}""", "amounts.total")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":5,"currency":"USD"},"authCode":"OK4956"}""",
        "amounts.total")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":"0","currency":"USD"},"authCode":"OK4956"}""",
        "amounts.total")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":"-1","currency":"USD"},"authCode":"OK4956"}""",
        "amounts.total")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":"1.234","currency":"USD"},"authCode":"OK4956"}""",
        "amounts.total")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":"5","currency":"EUR"},"authCode":"OK4956"}""",
        "amounts.currency")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":"5","currency":"USD"}}""", "authCode")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":"5","currency":"USD"},"authCode":""}""", "authCode")]
    [InlineData("""{"transactionId":"12","bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":"5","currency":"USD"},"authCode":"1"}""", "transactionId")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":"5","currency":"USD"},"authCode":"1","foo":1}""", "foo")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":"5","currency":"USD"},"authCode":"1","customer":{"phone":"1"}}""", "customer.phone")]
    [InlineData("""{"bfTokenReference":"t","posProfile":"MOTO","amounts":{"total":"5","currency":"USD"},"authCode":"1","customer":{"billingAddress":{"city":"x","state":"x","country":"x"}}}""", "customer.billingAddress.address1")]
    public async Task A_wrong_field_is_422_and_named(string body, string source)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.BluefinForceAsync(body);
        BluefinCalls.Refused(answer, 422, "invalid_request", 40001, "Invalid Input", source);
        Assert.Equal("The request contained invalid data", answer.Json.GetProperty("value").GetString());
        Assert.Equal("request", answer.Json.GetProperty("source").GetString());
    }

    [Fact]
    public async Task An_unknown_member_is_named_in_the_vendors_words()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.BluefinForceAsync(BluefinCalls.Sample.Replace("{\"bf", "{\"foo\":1,\"bf", StringComparison.Ordinal));
        Assert.Equal("""Payload schema violation: property "foo" is unsupported""",
            answer.Json.GetProperty("details")[0].GetProperty("message").GetString());
        var nested = await tenant.BluefinForceAsync(
            BluefinCalls.Sample.Replace("\"currency\"", "\"foo\":1,\"currency\"", StringComparison.Ordinal));
        BluefinCalls.Refused(nested, 422, "invalid_request", 40001, "Invalid Input");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"bfTokenReference":""")]
    public async Task Malformed_JSON_is_400(string body)
    {
        await using var tenant = shared.NewTenant();
        BluefinCalls.Refused(await tenant.BluefinForceAsync(body), 400, "invalid_request", 40001,
            "Invalid request. Please check the input parameters and try again.");
    }

    [Fact]
    public async Task What_reaches_no_endpoint_is_answered_in_the_same_shape()
    {
        await using var tenant = shared.NewTenant();
        BluefinCalls.Refused(await tenant.GetAsync("/api/v4/nowhere"), 404, "not_found", 40005, "The requested entity was not found");
        BluefinCalls.Refused(await tenant.DeleteAsync(BluefinCalls.Path("force")), 405, "invalid_request", 40001);
        BluefinCalls.Refused(await tenant.BluefinForceAsync(new string(' ', 70_000)), 413, "invalid_request", 40001);
        BluefinCalls.Refused(await tenant.BluefinForceAsync("{}", ("content-type", "text/plain")), 415, "invalid_request", 40001);
        BluefinCalls.Refused(await tenant.BluefinForceAsync(BluefinCalls.Sample, ("x-tenant", "nobody")), 422, "invalid_request", 40001,
            source: "x-tenant");
        BluefinCalls.Refused(await tenant.SendAsync(HttpMethod.Post, "/api/v4/accounts/12/payments/force", BluefinCalls.Sample), 422,
            "invalid_request", 40001, source: "accountId");
        BluefinCalls.Refused(await tenant.BluefinGetAsync("000000000001"), 404, "not_found", 40005);
        BluefinCalls.Refused(await tenant.BluefinRefundAsync("000000000001"), 404, "not_found", 40005);
    }

    [Fact]
    public async Task A_transaction_of_another_account_or_dialect_is_not_found()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.BluefinForceAsync(BluefinCalls.Sample)).Id();
        BluefinCalls.Refused(await tenant.GetAsync($"/api/v4/accounts/120000000002/payments/{id}"), 404, "not_found", 40005);
        var pismo = await tenant.ForcedAsync("""{"account_id":120000000001,"amount":1,"processing_code":"090907"}""");
        BluefinCalls.Refused(await tenant.BluefinGetAsync(pismo.ToString("D12")), 404, "not_found", 40005);
    }
}
