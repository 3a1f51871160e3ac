using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>The emulated acquirer, and the schedule of merchants.</summary>
public sealed class CardAndMerchantTests(SharedService shared)
{
    [Fact]
    public async Task A_card_is_charged_and_the_acquirers_answer_is_in_the_metadata()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var answer = Posted(await tenant.TransferAsync("card:77", "account:1", 25));
        AnswersOrder("charge", answer);
        var movement = (await tenant.AuthorizationAsync(answer.Id())).GetProperty("movements")[0];
        Assert.Equal(
            (InternalAccount.Acquirer, 1L),
            (movement.GetProperty("debit_account").GetInt64(), movement.GetProperty("credit_account").GetInt64()));
    }

    [Fact]
    public async Task Without_a_card_there_is_no_metadata_in_the_answer()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.HundredAsync(""","metadata":{"a":1}""");
        Assert.False(answer.Json.TryGetProperty("metadata", out _));
        Assert.DoesNotContain("metadata", (await tenant.CancelTransferAsync(answer.Id(), 1)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("card:5", 400, "ACQUIRER_DECLINED")]
    [InlineData("card:9912305", 400, "ACQUIRER_DECLINED")]
    [InlineData("card:68", 503, "ACQUIRER_TIMEOUT")]
    [InlineData("card:4168", 503, "ACQUIRER_TIMEOUT")]
    public async Task A_card_that_the_acquirer_does_not_approve_posts_nothing(string card, int status, string code)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var more = $""","tracking_id":"{Tenant.NewTrackingId()}" """;
        var refused = await tenant.TransferAsync(card, "account:1", 25, more);
        RefusedWith(status, code, refused);
        // The card decides: to try again later would not help.
        Assert.Null(refused.Header("retry-after"));
        Assert.Equal(0, await tenant.BalanceOfAsync(1));
        Assert.Empty((await tenant.GetAsync("/sandbox/accounts/1/movements")).Json.GetProperty("items").EnumerateArray());
        RefusedWith(status, code, await tenant.TransferAsync(card, "merchant:500", 25, more));
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/merchants/500/schedule")).Code);
        Posted(await tenant.TransferAsync("card:77", "account:1", 25, more));
    }

    [Fact]
    public async Task The_money_checks_come_before_the_acquirer()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1, """{"status":"DEBIT_ONLY"}""");
        RefusedWith(400, "ACCOUNT_NOT_ACTIVE", await tenant.TransferAsync("card:68", "account:1", 25));
    }

    [Fact]
    public async Task A_cancel_sends_a_refund_order_to_the_acquirer()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var charge = Posted(await tenant.TransferAsync("card:77", "account:1", 25));
        var refund = await tenant.CancelTransferAsync(charge.Id(), 10);
        Assert.Equal((200, 0L), (refund.Code, refund.CreditId()));
        AnswersOrder("refund", refund);
        var movement = (await tenant.AuthorizationAsync(refund.DebitId()!.Value)).GetProperty("movements")[0];
        Assert.Equal(InternalAccount.Acquirer, movement.GetProperty("credit_account").GetInt64());
        Assert.Equal(15, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_merchants_first_sale_opens_it_and_its_schedule_has_sales_and_their_cancellations()
    {
        await using var tenant = shared.NewTenant();
        var sale = Posted(await tenant.TransferAsync(
            """{"from":[{"card":{"id":77}}],"to":[{"merchant":{"id":500},"amount":25,"currency":"BRL"}],"descriptor":"Coffee"}"""));
        await tenant.OpenWithAsync(1, 40, """{"currency":"BRL"}""");
        Posted(await tenant.TransferAsync("account:1", "merchant:500", 40));
        var cancellation = await tenant.CancelTransferAsync(sale.Id(), 5.50m);
        Assert.Equal(200, cancellation.Code);

        var lines = (await tenant.GetAsync("/sandbox/merchants/500/schedule")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([-5.50m, 40, 25], lines.Select(line => line.GetProperty("amount").GetDecimal()));
        Assert.Equal([59.50m, 65, 25], lines.Select(line => line.GetProperty("balance_after").GetDecimal()));
        Assert.Equal("reversal principal principal", string.Join(' ', lines.Select(line => line.GetProperty("kind").GetString())));
        Assert.Equal([cancellation.DebitId()!.Value, sale.Id()],
            ((int[])[0, 2]).Select(i => lines[i].GetProperty("authorization_id").GetInt64()));
        Assert.Equal("Coffee", lines[2].GetProperty("descriptor").GetString());
        var merchant = (await tenant.GetAsync("/sandbox/accounts/500")).Json;
        Assert.Equal(("merchant", "BRL"), (merchant.GetProperty("kind").GetString(), merchant.GetProperty("currency").GetString()));
    }

    [Fact]
    public async Task A_customer_has_no_schedule()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/merchants/1/schedule")).Code);
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/merchants/2/schedule")).Code);
    }

    [Fact]
    public async Task A_merchant_that_never_sold_anything_has_nothing_to_give()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        RefusedWith(400, "INSUFFICIENT_FUNDS", await tenant.TransferAsync("merchant:500", "account:1", 1));
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/accounts/500")).Code);
    }

    private static void AnswersOrder(string order, Answer answer)
    {
        var acquirer = answer.Json.GetProperty("metadata").GetProperty("acquirer");
        Assert.Equal((order, "approved"), (acquirer.GetProperty("order").GetString(), acquirer.GetProperty("status").GetString()));
        Assert.Matches(@"^\d{6}$", acquirer.GetProperty("authorization_code").GetString());
    }
}
