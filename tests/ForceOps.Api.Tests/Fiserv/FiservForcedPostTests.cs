using System.Text.Json.Nodes;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>The forced post, by seed 003 and the facts B3 and B4.</summary>
public sealed class FiservForcedPostTests(SharedService shared)
{
    /// <summary>
    /// Seed 003, with generated ids and times taken out, and the card of the request (the seed's two samples do not belong together).
    /// </summary>
    private const string SampleAnswer =
        """
        {"gatewayResponse":{"transactionType":"CHARGE_FORCED_POST","transactionState":"CAPTURED","transactionOrigin":"ECOM",
          "transactionProcessingDetails":{"orderId":"","transactionTimestamp":"","apiTraceId":"","clientRequestId":"5200213","transactionId":""}},
         "source":{"sourceType":"PaymentCard","card":{"bin":"40120000","last4":"0026","scheme":"VISA","expirationMonth":"12","expirationYear":"2025"}},
         "paymentReceipt":{"approvedAmount":{"total":85,"currency":"USD"},
          "processorResponseDetails":{"approvalStatus":"APPROVED","processor":"fiserv","responseCode":"000000","responseMessage":"APPROVAL",
            "hostResponseCode":"00","hostResponseMessage":"Authorised","localTimestamp":""}},
         "transactionDetails":{"primaryTransactionId":"","captureFlag":true,"approvalCode":"OK7244","authentication3DS":false}}
        """;

    [Theory]
    [InlineData("forcedpost")]
    [InlineData("charges")]
    public async Task The_seeds_request_gets_the_seeds_answer(string route)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.FiservAsync(route, FiservCalls.Sample, "5200213");
        Assert.Equal(201, answer.Code);
        var json = JsonNode.Parse(answer.Text)!;
        var processing = json["gatewayResponse"]!["transactionProcessingDetails"]!;
        (JsonNode Owner, string Name, string Form)[] made =
        [
            (processing, "orderId", @"^CHG01[a-f0-9]{32}\z"), (
                processing, "transactionTimestamp", @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\z"),
            (processing, "apiTraceId", @"^[a-f0-9]{32}\z"), (processing, "transactionId", @"^[a-f0-9]{32}\z"),
            (json["paymentReceipt"]!["processorResponseDetails"]!, "localTimestamp", @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\z"),
            (json["transactionDetails"]!, "primaryTransactionId", @"^[a-f0-9]{32}\z"),
        ];
        foreach (var (owner, name, form) in made)
        {
            Assert.Matches(form, owner[name]!.GetValue<string>());
            owner[name] = "";
        }
        Assert.Equal(JsonNode.Parse(SampleAnswer)!.ToJsonString(), json.ToJsonString());
        Assert.Equal(85m, await tenant.BalanceOfAsync(FiservCalls.Merchant));
        Assert.Equal("merchant", (await tenant.GetAsync($"/sandbox/accounts/{FiservCalls.Merchant}")).Json.GetProperty("kind").GetString());
        Assert.Equal(1, (await tenant.GetAsync($"/sandbox/merchants/{FiservCalls.Merchant}/schedule")).Json.GetProperty(
            "items").GetArrayLength());
    }

    [Fact]
    public async Task A_token_is_kept_as_a_hash_only()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForcedPostAsync(
            $$$"""{"source":{"sourceType":"PaymentToken","tokenData":"1000200030000019","tokenSource":"TRANSARMOR","card":{"expirationMonth":"10","expirationYear":"2030"}},"amount":{"total":85,"currency":"USD"},"transactionDetails":{"captureFlag":"true","approvalCode":"OK7244"},"merchantDetails":{{{FiservCalls.MerchantDetails}}}}""",
            "token-1");
        Assert.True(answer.Code == 201, answer.Text);
        Assert.Equal("""{"sourceType":"PaymentToken","card":{"expirationMonth":"10","expirationYear":"2030"}}""",
            answer.Json.GetProperty("source").GetRawText());
        var stored = await tenant.GetAsync($"/sandbox/authorizations?tracking_id=fiserv:{FiservCalls.Merchant}:token-1");
        Assert.Equal("fiserv", stored.Json.GetProperty("channel").GetString());
        Assert.DoesNotContain("1000200030000019", stored.Text, StringComparison.Ordinal);
        Assert.Contains("tokenHash", stored.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merchant_id_that_is_no_number_gets_an_account_of_its_own()
    {
        await using var tenant = shared.NewTenant();
        foreach (var id in new[] { "SHOP-1", "007", "7" })
            Assert.Equal(201, (await tenant.ForcedPostAsync(FiservCalls.With("\"100004000100157\"", $"\"{id}\""))).Code);
        var accounts = (await tenant.GetAsync("/sandbox/accounts")).Json.GetProperty(
            "items").EnumerateArray().Select(account => account.GetProperty("id").GetInt64()).ToList();
        Assert.Equal(3, accounts.Count);
        Assert.Contains(7, accounts);
        Assert.Equal(2, accounts.Count(id => id >= 1L << 62));
    }

    [Theory]
    [InlineData("""{"captureFlag":false,"approvalCode":"OK7244"}""")]
    [InlineData("""{"captureFlag":true}""")]
    public async Task Any_other_charge_is_not_emulated_and_says_so(string details)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.FiservAsync("charges", FiservCalls.With("""{"captureFlag":true,"approvalCode":"OK7244"}""", details));
        FiservCalls.Refused(answer, 400, "846");
        Assert.Contains("forced posts", answer.Json.GetProperty("error")[0].GetProperty("additionalInfo").GetString(),
            StringComparison.Ordinal);
        var capture = await tenant.FiservAsync(
            "charges", FiservCalls.With("\"amount\"", """ "referenceTransactionDetails":{"referenceTransactionId":"x"},"amount" """));
        FiservCalls.Refused(capture, 400, "846");
    }

    [Fact]
    public async Task The_sandbox_triggers_decline_and_post_nothing()
    {
        await using var tenant = shared.NewTenant();
        var declined = await tenant.ForcedPostAsync(FiservCalls.Of(5006), "declined");
        Assert.Equal(201, declined.Code);
        Assert.Equal("DECLINED", declined.Gateway("transactionState"));
        var processor = declined.Json.GetProperty("paymentReceipt").GetProperty("processorResponseDetails");
        Assert.Equal("DECLINED 006", $"{processor.GetProperty(
            "approvalStatus").GetString()} {processor.GetProperty("responseCode").GetString()}");
        Assert.Equal(declined.Text, (await tenant.ForcedPostAsync(FiservCalls.Of(5006), "declined")).Text);
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Sample, "declined"), 400, "100", "Client-Request-Id");
        var requested = await tenant.ForcedPostAsync(FiservCalls.Asking("003"));
        Assert.Equal("003", requested.Json.GetProperty(
            "paymentReceipt").GetProperty("processorResponseDetails").GetProperty("responseCode").GetString());
        Assert.Equal(404, (await tenant.GetAsync($"/sandbox/accounts/{FiservCalls.Merchant}")).Code);
        Assert.Equal("CAPTURED", (await tenant.ForcedPostAsync(FiservCalls.Of(4999))).Gateway("transactionState"));
        Assert.Equal("CAPTURED", (await tenant.ForcedPostAsync(FiservCalls.Of(6000))).Gateway("transactionState"));
    }

    [Fact]
    public async Task The_current_profile_answers_three_digits()
    {
        var service = await shared.ConfiguredAsync();
        await using var tenant = service.NewTenant();
        var answer = await tenant.ForcedPostAsync(FiservCalls.Sample);
        Assert.Equal("000", answer.Json.GetProperty(
            "paymentReceipt").GetProperty("processorResponseDetails").GetProperty("responseCode").GetString());
        Assert.False(answer.Json.GetProperty("transactionDetails").TryGetProperty("primaryTransactionId", out _));
    }
}
