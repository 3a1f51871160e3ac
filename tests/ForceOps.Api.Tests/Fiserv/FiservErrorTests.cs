using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>Every refusal of the Commerce Hub routes has the vendor's shape (B8).</summary>
public sealed class FiservErrorTests(SharedService shared)
{
    [Theory]
    [InlineData("\"total\":85,", "", "107", "amount.total")]
    [InlineData("\"total\":85", "\"total\":0", "836", "amount.total")]
    [InlineData("\"total\":85", "\"total\":-1", "836", "amount.total")]
    [InlineData("\"total\":85", "\"total\":85.001", "105", "amount.total")]
    [InlineData("\"total\":85", "\"total\":\"85\"", "105", "amount.total")]
    [InlineData(",\"currency\":\"USD\"", "", "107", "amount.currency")]
    [InlineData("\"USD\"", "\"XYZ\"", "105", "amount.currency")]
    [InlineData("\"USD\"", "\"840\"", "105", "amount.currency")]
    [InlineData("\"sourceType\":\"PaymentCard\",", "", "107", "source.sourceType")]
    [InlineData("\"PaymentCard\"", "\"ApplePay\"", "102", "source.sourceType")]
    [InlineData("\"PaymentCard\"", "\"GooglePay\"", "102", "source.sourceType")]
    [InlineData("\"PaymentCard\"", "\"PaymentToken\"", "107", "source.tokenData")]
    [InlineData("\"cardData\":\"4012000033330026\",", "", "107", "source.card.cardData")]
    [InlineData("4012000033330026", "4012000033330027", "103", "source.card.cardData")]
    [InlineData("4012000033330026", "9999999999999995", "104", "source.card.cardData")]
    [InlineData("\"12\"", "\"13\"", "115", "source.card.expirationMonth")]
    [InlineData("\"2025\"", "\"25\"", "115", "source.card.expirationYear")]
    [InlineData("\"977\"", "\"97\"", "100", "source.card.securityCode")]
    [InlineData("\"captureFlag\":true", "\"captureFlag\":false", "100", "transactionDetails.captureFlag")]
    [InlineData(",\"approvalCode\":\"OK7244\"", "", "841", "transactionDetails.approvalCode")]
    [InlineData("OK7244", "", "841", "transactionDetails.approvalCode")]
    [InlineData("OK7244", "OK72445", "112", "transactionDetails.approvalCode")]
    [InlineData("OK7244", "OK-724", "112", "transactionDetails.approvalCode")]
    [InlineData("\"merchantId\":\"100004000100157\",", "", "107", "merchantDetails.merchantId")]
    [InlineData(",\"terminalId\":\"10000001\"", "", "107", "merchantDetails.terminalId")]
    public async Task A_wrong_field_is_400_with_the_vendors_code_and_its_path(string part, string other, string code, string field)
    {
        await using var tenant = shared.NewTenant();
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.With(part, other)), 400, code, field);
        Assert.Equal(404, (await tenant.GetAsync($"/sandbox/accounts/{FiservCalls.Merchant}")).Code);
    }

    [Fact]
    public async Task Absent_objects_are_required_fields_and_unknown_members_are_tolerated()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForcedPostAsync("{}");
        FiservCalls.Refused(answer, 400, "107", "amount.total");
        Assert.Equal(
            ["107 amount.total", "107 amount.currency", "107 source.sourceType", "841 transactionDetails.approvalCode",
                "107 merchantDetails.merchantId", "107 merchantDetails.terminalId"],
            answer.Json.GetProperty("error").EnumerateArray().Select(
                error => $"{error.GetProperty("code").GetString()} {error.GetProperty("field").GetString()}"),
            StringComparer.Ordinal);
        Assert.Equal(201, (await tenant.ForcedPostAsync(
            FiservCalls.With("\"amount\"", "\"customer\":{\"firstName\":\"A\"},\"amount\""))).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Malformed_JSON_is_121(string body)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForcedPostAsync(body, "5200213");
        FiservCalls.Refused(answer, 400, "121");
        Assert.Equal("5200213", answer.Processing("clientRequestId"));
    }

    [Fact]
    public async Task What_reaches_no_endpoint_is_answered_in_the_same_shape_and_the_rest_is_Pismos()
    {
        await using var tenant = shared.NewTenant();
        FiservCalls.Refused(await tenant.GetAsync("/payments/v1/charges/abc"), 404, null, type: "APIM", message: "Resource not found.");
        FiservCalls.Refused(await tenant.FiservAsync("cancels/abc", "{}"), 404, null, type: "APIM");
        FiservCalls.Refused(await tenant.GetAsync("/payments/v1/forcedpost"), 405, null, type: "APIM");
        FiservCalls.Refused(await tenant.ForcedPostAsync(new string(' ', 70_000)), 413, null, type: "APIM");
        FiservCalls.Refused(
            await tenant.SendAsync(HttpMethod.Post, "/payments/v1/refunds", "{}",
                ("content-type", "text/plain")), 415, null, type: "APIM", message: "Media type is not supported.");
        FiservCalls.Refused(await tenant.SendAsync(HttpMethod.Post, "/payments/v1/refunds", "{}", ("x-tenant", "nobody")), 400, "100",
            "x-tenant");
        Refused.AsPismo(await tenant.GetAsync("/payments/v1/nowhere"), 404, "NOT_FOUND");
        Refused.AsPismo(await tenant.GetAsync("/payments/v1/payments/force"), 405, "METHOD_NOT_ALLOWED");
        Refused.AsPismo(await tenant.GetAsync("/payments/v1/chargesx"), 404, "NOT_FOUND");
    }

    [Fact]
    public async Task An_account_of_another_currency_and_a_deleted_code_are_refused()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync($"/sandbox/accounts/{FiservCalls.Merchant}", """{"currency":"EUR"}""");
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Sample), 400, "247", "amount.currency");
        await tenant.DeleteAsync("/sandbox/processing-codes/MSALE1");
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Sample), 400, "216");
    }
}
