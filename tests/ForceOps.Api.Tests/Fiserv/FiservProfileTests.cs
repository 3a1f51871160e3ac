using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>The response codes of both profiles, and what recorded answers have in the profile current.</summary>
public sealed class FiservProfileTests(SharedService shared)
{
    [Fact]
    public async Task Only_the_forced_posts_own_answer_has_six_zeros_by_default()
    {
        await using var tenant = shared.NewTenant();
        var first = await tenant.ForcedPostAsync(FiservCalls.Sample, "one");
        Assert.Equal("000000", Code(first.Json));
        Assert.Equal(first.Text, (await tenant.ForcedPostAsync(FiservCalls.Sample, "one")).Text);
        var reference = FiservCalls.Reference("referenceTransactionId", first.TransactionId());
        Assert.Equal("000", Code((await tenant.FiservAsync("transaction-inquiry", reference)).Json[0]));
        Assert.Equal("000", Code((await tenant.FiservAsync(
            "cancels", FiservCalls.Reference("referenceTransactionId", first.TransactionId(), 5))).Json));
        await tenant.SendAsync(HttpMethod.Post, "/sandbox/settle", null);
        Assert.Equal("000", Code((await tenant.FiservAsync("refunds", reference)).Json));
    }

    [Theory]
    [InlineData("6", "006")]
    [InlineData("06", "006")]
    [InlineData("000051", "051")]
    [InlineData("99", "099")]
    public async Task A_decline_has_three_digits(string asked, string code)
    {
        await using var tenant = shared.NewTenant();
        var declined = await tenant.ForcedPostAsync(FiservCalls.Asking(asked));
        Assert.Equal(("DECLINED", code), (declined.Gateway("transactionState"), Code(declined.Json)));
    }

    [Fact]
    public async Task A_code_of_more_than_three_digits_is_refused()
    {
        await using var tenant = shared.NewTenant();
        FiservCalls.Refused(
            await tenant.ForcedPostAsync(FiservCalls.Asking("1000")), 400, "100",
            "additionalDataCommon.additionalData.requestedTestResponseCode");
        Assert.Equal("CAPTURED", (await tenant.ForcedPostAsync(FiservCalls.Asking("000000"))).Gateway("transactionState"));
    }

    [Fact]
    public async Task The_current_profile_has_the_members_of_recorded_answers()
    {
        var service = await shared.ConfiguredAsync();
        await using var tenant = service.NewTenant();
        var sale = await tenant.ForcedPostAsync(FiservCalls.Sample, "one");
        var receipt = sale.Json.GetProperty("paymentReceipt").GetProperty("processorResponseDetails");
        Assert.Equal(
            ("000", "FISERV", "NASHVILLE", "OK7244"),
            (Code(sale.Json), receipt.GetProperty("processor").GetString(), receipt.GetProperty("host").GetString(),
                receipt.GetProperty("approvalCode").GetString()));
        Assert.Matches(@"^[0-9a-f]{12}\z", receipt.GetProperty("referenceNumber").GetString());
        Assert.Equal(receipt.GetProperty("referenceNumber").GetString(),
            sale.Json.GetProperty("transactionDetails").GetProperty("retrievalReferenceNumber").GetString());
        Assert.Equal("""{"terminalId":"10000001","merchantId":"100004000100157"}""", sale.Json.GetProperty("merchantDetails").GetRawText());
        Assert.Equal("PROVIDED", sale.Json.GetProperty("source").GetProperty("card").GetProperty("securityCodeIndicator").GetString());
        // The security code is no part of "the same request", and is not kept.
        Assert.Equal(sale.Text, (await tenant.ForcedPostAsync(FiservCalls.With(",\"securityCode\":\"977\"", ""), "one")).Text);
        Assert.DoesNotContain("977", (await tenant.GetAsync($"/sandbox/authorizations?tracking_id=fiserv:{FiservCalls.Merchant}:one")).Json.GetProperty("metadata").GetRawText(), StringComparison.Ordinal);
        var declined = await tenant.ForcedPostAsync(FiservCalls.Of(5006), "two");
        Assert.Equal("006", Code(declined.Json));
        Assert.Equal(declined.Text, (await tenant.ForcedPostAsync(
            FiservCalls.Of(5006).Replace(",\"securityCode\":\"977\"", "", StringComparison.Ordinal), "two")).Text);
    }

    [Fact]
    public async Task The_test_card_of_no_brand_gets_104()
    {
        await using var tenant = shared.NewTenant();
        FiservCalls.Refused(
            await tenant.ForcedPostAsync(FiservCalls.With("4012000033330026", "4000300011112220")), 400, "104", "source.card.cardData",
            message: "Unable to assign card to brand: Invalid");
    }

    private static string? Code(System.Text.Json.JsonElement json) =>
        json.GetProperty("paymentReceipt").GetProperty("processorResponseDetails").GetProperty("responseCode").GetString();
}
