using ForceOps.Api.Tests.Faults;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>The paths that clients of Commerce Hub use: with the base URL's ending, with the id in the path, and others.</summary>
public sealed class FiservPathTests(SharedService shared)
{
    private const string Merchant = $$"""{"merchantDetails":{{FiservCalls.MerchantDetails}}}""";

    [Fact]
    public async Task The_ending_of_the_base_URL_is_optional_on_every_route()
    {
        await using var tenant = shared.NewTenant();
        var sale = await PostAsync(tenant, "/ch/payments/v1/forcedpost", FiservCalls.Sample, "one");
        Assert.True(sale.Code == 201, sale.Text);
        Assert.Equal(sale.Text, (await PostAsync(tenant, "/payments/v1/charges", FiservCalls.Sample, "one")).Text);
        Assert.Equal(sale.Text, (await PostAsync(tenant, "/CH/payments/v1/charges", FiservCalls.Sample, "one")).Text);
        var reference = FiservCalls.Reference("referenceTransactionId", sale.TransactionId());
        Assert.Equal(201, (await PostAsync(tenant, "/ch/payments/v1/transaction-inquiry", reference)).Code);
        Assert.Equal("VOIDED", (await PostAsync(tenant, "/ch/payments/v1/cancels", reference)).Gateway("transactionState"));
        Assert.Equal(0m, await tenant.BalanceOfAsync(FiservCalls.Merchant));
        // Faults and the journal know the route by its one path.
        await tenant.FaultAsync("one", """{"status":503}""", """{"route":"/payments/v1/cancels"}""");
        FiservCalls.Refused(await PostAsync(tenant, "/ch/payments/v1/cancels", reference), 503, null, type: "APIM");
        Assert.Equal("/payments/v1/cancels", (await tenant.LastAsync()).Text("route"));
    }

    [Fact]
    public async Task A_sale_is_canceled_and_refunded_by_its_path()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.ForcedPostAsync(FiservCalls.Sample)).TransactionId();
        var part = $$"""{"amount":{"total":10,"currency":"USD"},"merchantDetails":{{FiservCalls.MerchantDetails}}}""";
        var canceled = await PostAsync(tenant, $"/payments/v1/charges/{id}/cancel", part, "c");
        Assert.Equal((201, "CANCEL", "VOIDED"), (canceled.Code, canceled.Gateway("transactionType"), canceled.Gateway("transactionState")));
        Assert.Equal(canceled.Text, (await PostAsync(tenant, $"/ch/payments/v1/charges/{id}/cancel", part, "c")).Text);
        FiservCalls.Refused(await PostAsync(tenant, $"/payments/v1/charges/{id}/refund", Merchant), 400, "837");
        await tenant.SendAsync(HttpMethod.Post, "/sandbox/settle", null);
        var both = FiservCalls.Reference("referenceTransactionId", id);
        Assert.Equal("REFUND", (await PostAsync(tenant, $"/payments/v1/charges/{id}/refund", both)).Gateway("transactionType"));
        Assert.Equal(0m, await tenant.BalanceOfAsync(FiservCalls.Merchant));
        FiservCalls.Refused(
            await PostAsync(tenant, $"/payments/v1/charges/{id}/cancel",
                FiservCalls.Reference("referenceTransactionId", "another")), 400, "100", "referenceTransactionDetails");
        FiservCalls.Refused(await PostAsync(tenant, "/payments/v1/charges/0123/cancel", Merchant), 400, "831");
        FiservCalls.Refused(await PostAsync(tenant, "/payments/v1/charges/0123/refund", Merchant), 400, "813");
        FiservCalls.Refused(await PostAsync(tenant, $"/payments/v1/charges/{id}/cancel", "{}"), 400, "107", "merchantDetails.merchantId");
    }

    [Fact]
    public async Task A_forced_post_is_captured_already()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.ForcedPostAsync(FiservCalls.Sample)).TransactionId();
        FiservCalls.Refused(await PostAsync(tenant, $"/payments/v1/charges/{id}/capture", Merchant), 400, "820");
        FiservCalls.Refused(await PostAsync(tenant, "/payments/v1/charges/0123/capture", Merchant), 400, "831");
        await PostAsync(tenant, $"/payments/v1/charges/{id}/cancel", Merchant);
        FiservCalls.Refused(await PostAsync(tenant, $"/payments/v1/charges/{id}/capture", Merchant), 400, "821");
    }

    [Theory]
    [InlineData("/ch")]
    [InlineData("/ch/payments/v1/nothing")]
    [InlineData("/ch/payments-vas/v1/tokens")]
    [InlineData("/payments-vas/v1/accounts/verification")]
    [InlineData("/payments/v1/charges/0123")]
    [InlineData("/payments/v1/charges/0123/nothing")]
    [InlineData("/payments/v1/refunds/0123")]
    public async Task Anything_else_of_Fiservs_is_404_in_Fiservs_words(string path)
    {
        await using var tenant = shared.NewTenant();
        FiservCalls.Refused(await PostAsync(tenant, path, "{}"), 404, null, type: "APIM", message: "Resource not found.");
    }

    [Fact]
    public async Task The_merchant_comes_before_the_decline()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Accounts:OpenOnFirstUse", "false"));
        await using var tenant = service.NewTenant();
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Of(5005), "one"), 400, "201", "merchantDetails.merchantId");
        Bluefin.BluefinCalls.Refused(await Bluefin.BluefinCalls.BluefinForceAsync(tenant, Bluefin.BluefinCalls.Force("5005")), 404,
            "not_found", 40005);
        Assert.Equal(200, (await tenant.PutAsync(
            $"/sandbox/accounts/{FiservCalls.Merchant}", """{"kind":"merchant","currency":"EUR"}""")).Code);
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Of(5005), "one"), 400, "247", "amount.currency");
        Assert.Equal(200, (await tenant.PutAsync($"/sandbox/accounts/{FiservCalls.Merchant}", """{"currency":"USD"}""")).Code);
        Assert.Equal("DECLINED", (await tenant.ForcedPostAsync(FiservCalls.Of(5005), "one")).Gateway("transactionState"));
        await tenant.DeleteAsync("/sandbox/processing-codes/MSALE1");
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Of(5005), "two"), 400, "216");
        Assert.Equal("DECLINED", (await tenant.ForcedPostAsync(FiservCalls.Of(5005), "one")).Gateway("transactionState"));
    }

    private static Task<Answer> PostAsync(Tenant tenant, string path, string body, string? id = null) =>
        tenant.SendAsync(HttpMethod.Post, path, body, id is null ? [] : [("Client-Request-Id", id)]);
}
