using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>Cancels until the batch is settled, refunds afterwards (B5, B6), and the inquiry.</summary>
public sealed class FiservReversalTests(SharedService shared)
{
    private const string Reference = "referenceTransactionId";

    [Fact]
    public async Task A_cancel_voids_the_sale()
    {
        await using var tenant = shared.NewTenant();
        var sale = await tenant.ForcedPostAsync(FiservCalls.Sample);
        var body = FiservCalls.Reference(Reference, sale.TransactionId());
        var cancel = await tenant.FiservAsync("cancels", body);
        Assert.True(cancel.Code == 201, cancel.Text);
        Assert.Equal("CANCEL VOIDED", $"{cancel.Gateway("transactionType")} {cancel.Gateway("transactionState")}");
        Assert.Equal(sale.Processing("orderId"), cancel.Processing("orderId"));
        Assert.NotEqual(sale.TransactionId(), cancel.TransactionId(), StringComparer.Ordinal);
        Assert.Equal(85m, cancel.Json.GetProperty("paymentReceipt").GetProperty("approvedAmount").GetProperty("total").GetDecimal());
        Assert.Equal("0026", cancel.Json.GetProperty("source").GetProperty("card").GetProperty("last4").GetString());
        Assert.Equal(0, await tenant.BalanceOfAsync(FiservCalls.Merchant));
        FiservCalls.Refused(await tenant.FiservAsync("cancels", body), 400, "833");
        FiservCalls.Refused(await tenant.FiservAsync("cancels", FiservCalls.Reference(Reference, cancel.TransactionId())), 400, "831");
        Assert.Equal("VOIDED", (await InquireAsync(tenant, Reference, sale.TransactionId()))[0]);
    }

    [Fact]
    public async Task Settlement_parts_cancels_from_refunds()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.ForcedPostAsync(FiservCalls.Sample)).TransactionId();
        FiservCalls.Refused(await tenant.FiservAsync("refunds", FiservCalls.Reference(Reference, id)), 400, "837");
        Assert.Equal(201, (await tenant.FiservAsync("cancels", FiservCalls.Reference(Reference, id, 5))).Code);
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Post, "/sandbox/settle", null)).Code);
        FiservCalls.Refused(await tenant.FiservAsync("cancels", FiservCalls.Reference(Reference, id)), 400, "829");
        var refund = await tenant.FiservAsync("refunds", FiservCalls.Reference(Reference, id, 30));
        Assert.True(refund.Code == 201, refund.Text);
        Assert.Equal("REFUND", refund.Gateway("transactionType"));
        FiservCalls.Refused(await tenant.FiservAsync("refunds", FiservCalls.Reference(Reference, id, 50.01m)), 400, "810", "amount.total");
        FiservCalls.Refused(await tenant.FiservAsync("refunds", FiservCalls.Reference(Reference, id, 1, "EUR")), 400, "804",
            "amount.currency");
        Assert.Equal(50m, await tenant.BalanceOfAsync(FiservCalls.Merchant));
        Assert.Equal(201, (await tenant.FiservAsync("refunds", FiservCalls.Reference(Reference, id))).Code);
        FiservCalls.Refused(await tenant.FiservAsync("refunds", FiservCalls.Reference(Reference, id)), 400, "812");
        Assert.Equal(0, await tenant.BalanceOfAsync(FiservCalls.Merchant));
        var next = (await tenant.ForcedPostAsync(FiservCalls.Sample)).TransactionId();
        Assert.Equal(201, (await tenant.FiservAsync("cancels", FiservCalls.Reference(Reference, next))).Code);
    }

    [Theory]
    [InlineData("cancels", "831")]
    [InlineData("refunds", "813")]
    public async Task What_is_not_there_is_not_found(string route, string code)
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.ForcedPostAsync(FiservCalls.Sample)).TransactionId();
        FiservCalls.Refused(await tenant.FiservAsync(route, FiservCalls.Reference(Reference, "fedcba9876543210fedcba9876543210")), 400,
            code);
        FiservCalls.Refused(await tenant.FiservAsync(route, FiservCalls.Reference(Reference, id[..31] + (id[31] == '0' ? '1' : '0'))), 400,
            code);
        FiservCalls.Refused(await tenant.FiservAsync(
            route, FiservCalls.Reference(Reference, id).Replace("0157", "0158", StringComparison.Ordinal)), 400, code);
        FiservCalls.Refused(
            await tenant.FiservAsync(route, $"{{\"merchantDetails\":{FiservCalls.MerchantDetails}}}"), 400, "131", "referenceTransactionDetails.referenceTransactionId");
        FiservCalls.Refused(
            await tenant.FiservAsync(route, FiservCalls.Reference("referenceMerchantTransactionId\":\"2\",\"referenceTransactionId", id)),
            400, "100", "referenceTransactionDetails");
    }

    [Fact]
    public async Task A_sale_is_found_by_each_of_its_ids()
    {
        await using var tenant = shared.NewTenant();
        var sale = await tenant.ForcedPostAsync(
            FiservCalls.With("\"approvalCode\"", "\"merchantTransactionId\":\"mine-1\",\"merchantOrderId\":\"order-1\",\"approvalCode\""),
            "request-1");
        Assert.Equal(201, (await tenant.FiservAsync("cancels", FiservCalls.Reference("referenceMerchantTransactionId", "mine-1", 5))).Code);
        Assert.Equal(["CAPTURED"], await InquireAsync(tenant, Reference, sale.TransactionId()), StringComparer.Ordinal);
        Assert.Equal(["CAPTURED"], await InquireAsync(tenant, "referenceMerchantTransactionId", "mine-1"), StringComparer.Ordinal);
        Assert.Equal(["CAPTURED"], await InquireAsync(tenant, "referenceClientRequestId", "request-1"), StringComparer.Ordinal);
        Assert.Equal(["CAPTURED", "VOIDED"], await InquireAsync(tenant, "referenceOrderId", sale.Processing("orderId")),
            StringComparer.Ordinal);
        Assert.Equal(["CAPTURED", "VOIDED"], (
            await InquireAsync(tenant, "referenceMerchantOrderId", "order-1")).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        FiservCalls.Refused(await tenant.FiservAsync("transaction-inquiry", FiservCalls.Reference("referenceOrderId", "nowhere")), 400,
            "831");
        var declined = await tenant.ForcedPostAsync(FiservCalls.Of(5006), "request-2");
        Assert.Equal(["DECLINED"], await InquireAsync(tenant, Reference, declined.TransactionId()), StringComparer.Ordinal);
        Assert.Equal(["DECLINED"], await InquireAsync(tenant, "referenceClientRequestId", "request-2"), StringComparer.Ordinal);
    }

    private static async Task<List<string>> InquireAsync(Tenant tenant, string name, string id)
    {
        var answer = await tenant.FiservAsync("transaction-inquiry", FiservCalls.Reference(name, id));
        Assert.True(answer.Code == 201, answer.Text);
        return [.. answer.Json.EnumerateArray().Select(
            one => one.GetProperty("gatewayResponse").GetProperty("transactionState").GetString()!)];
    }
}
