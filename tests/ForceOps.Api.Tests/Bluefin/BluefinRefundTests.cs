using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Bluefin;

/// <summary>Refunds: void before settlement, refund afterwards (A11, A12).</summary>
public sealed class BluefinRefundTests(SharedService shared)
{
    private static readonly long Account = long.Parse(BluefinCalls.Account);

    [Fact]
    public async Task Before_settlement_it_is_a_void()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.BluefinForceAsync(BluefinCalls.Force("27.50"))).Id();
        var refund = await tenant.BluefinRefundAsync(id);
        Assert.Equal("200 VOIDED", $"{refund.Code} {refund.Status()}");
        Assert.Equal("REFUND", refund.Json.GetProperty("transactionType").GetString());
        Assert.Equal("27.50", refund.Json.GetProperty("amounts").GetProperty("approved").GetString());
        Assert.NotEqual(id, refund.Id(), StringComparer.Ordinal);
        var original = await tenant.BluefinGetAsync(id);
        Assert.Equal("VOIDED", original.Status());
        Assert.Equal("0.00", original.Json.GetProperty("refundObject").GetProperty("refundBalance").GetString());
        Assert.Equal(0, await tenant.BalanceOfAsync(Account));
        Assert.Equal(refund.Text, (await tenant.BluefinGetAsync(refund.Id())).Text);
        BluefinCalls.Refused(await tenant.BluefinRefundAsync(id), 422, "invalid_request", 40001);
        BluefinCalls.Refused(await tenant.BluefinRefundAsync(refund.Id()), 404, "not_found", 40005);
    }

    [Fact]
    public async Task After_settlement_it_is_a_refund_in_parts()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.BluefinForceAsync(BluefinCalls.Force("27.50"))).Id();
        Assert.Equal(1, (await tenant.SettleAsync()).Json.GetProperty("settled").GetInt64());
        var part = await tenant.BluefinRefundAsync(
            id, """{"posProfile":"ATTENDED_ON_PREM_POS","amounts":{"total":"10","currency":"USD"}}""");
        Assert.Equal("200 REFUNDED", $"{part.Code} {part.Status()}");
        var original = await tenant.BluefinGetAsync(id);
        Assert.Equal("CAPTURED", original.Status());
        Assert.Equal($$"""{"refundBalance":"17.50","refundIds":["{{part.Id()}}"]}""",
            original.Json.GetProperty("refundObject").GetRawText());
        BluefinCalls.Refused(
            await tenant.BluefinRefundAsync(
                id, """{"posProfile":"ECOMMERCE","amounts":{"total":"17.51","currency":"USD"}}"""), 422, "invalid_request", 40001);
        Assert.Equal("REFUNDED", (await tenant.BluefinRefundAsync(id)).Status());
        Assert.Equal("REFUNDED", (await tenant.BluefinGetAsync(id)).Status());
        Assert.Equal(0, await tenant.BalanceOfAsync(Account));
    }

    [Fact]
    public async Task Fifty_refunds_at_once_give_back_no_more_than_there_was()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.BluefinForceAsync(BluefinCalls.Force("10"))).Id();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(_ => tenant.BluefinRefundAsync(id, """{"posProfile":"ECOMMERCE","amounts":{"total":"1","currency":"USD"}}""")));
        Assert.Equal(10, answers.Count(answer => answer.Code == 200));
        Assert.Equal(0, await tenant.BalanceOfAsync(Account));
    }

    [Fact]
    public async Task A_profile_is_required()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.BluefinForceAsync(BluefinCalls.Sample)).Id();
        BluefinCalls.Refused(await tenant.BluefinRefundAsync(id, "{}"), 422, "invalid_request", 40001, source: "posProfile");
    }

    [Fact]
    public async Task The_literal_reading_refuses_every_refund_of_a_force()
    {
        var service = await shared.ConfiguredAsync();
        await using var tenant = service.NewTenant();
        var id = (await tenant.BluefinForceAsync(BluefinCalls.Sample)).Id();
        BluefinCalls.Refused(await tenant.BluefinRefundAsync(id), 422, "invalid_request", 40001);
        Assert.Equal("0.00", (await tenant.BluefinGetAsync(id)).Json.GetProperty("refundObject").GetProperty("refundBalance").GetString());
    }
}
