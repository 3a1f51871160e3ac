using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Holds;

/// <summary>Held money leaves the account, to a third party or another account, and comes back held.</summary>
public sealed class HoldTransferTests(SharedService shared)
{
    [Fact]
    public async Task Held_money_goes_to_a_third_party_and_leaves_what_is_available()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        (await tenant.BlockAsync("h", 60)).Answered(201);
        var answer = (await tenant.TransferHeldAsync("t", 40)).Answered(201);
        Assert.Equal("authorization_id, tracking_id, event_date", Refused.Names(answer.Json));
        Assert.Equal((60, 20, 40), await tenant.MoneyAsync());
        var authorization = await tenant.AuthorizationAsync(answer.Id());
        Assert.Equal("TRANSFER", authorization.GetProperty("type").GetString());
        Assert.Equal(-1, authorization.GetProperty("movements")[0].GetProperty("credit_account").GetInt64());
        Refused.AsPismo(await tenant.TransferHeldAsync("t2", 20.01m), 400, "AMOUNT_EXCEEDS_REMAINING");
    }

    [Fact]
    public async Task It_goes_to_an_account_out_of_the_named_hold()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        await tenant.FillAsync(5, account: 2);
        (await tenant.BlockAsync("h1", 30)).Answered(201);
        var second = (await tenant.BlockAsync("h2", 30)).Id();
        var answer = (await tenant.TransferHeldAsync("t", 25, more: ""","original_tracking_id":"h2","to":{"account":{"id":2}}""")).Answered(201);
        Assert.Equal((75, 35, 40), await tenant.MoneyAsync());
        Assert.Equal((30, 0, 30), await tenant.MoneyAsync(2));
        Assert.Equal(second, (await tenant.AuthorizationAsync(answer.Id())).GetProperty("original_authorization").GetProperty("id").GetInt64());
        Assert.Equal(25, (await tenant.AuthorizationAsync(second)).GetProperty("canceled_amount").GetDecimal());
    }

    [Fact]
    public async Task A_cancel_gives_it_back_and_holds_it_again_in_part_and_in_full()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        await tenant.FillAsync(5, account: 2);
        foreach (var (name, amount) in new[] { ("h1", 10), ("h2", 20), ("h3", 30) })
            (await tenant.BlockAsync(name, amount)).Answered(201);
        (await tenant.TransferHeldAsync("t", 45, more: ""","to":{"account":{"id":2}}""")).Answered(201);
        var canceled = (await tenant.CancelTransferHeldAsync("c", 20, "t")).Answered(200);
        Assert.Equal(1, (await tenant.AuthorizationAsync(canceled.Id())).GetProperty("account_id").GetInt64());
        Assert.Equal((75, 35, 40), await tenant.MoneyAsync());
        Assert.Equal((30, 0, 30), await tenant.MoneyAsync(2));
        Refused.AsPismo(await tenant.CancelTransferHeldAsync("d", 25.01m, "t"), 400, "AMOUNT_EXCEEDS_REMAINING");
        (await tenant.CancelTransferHeldAsync("d", 25, "t")).Answered(200);
        Assert.Equal((100, 60, 40), await tenant.MoneyAsync());
        (await tenant.UnblockAsync("u", 10, more: ""","original_tracking_id":"h1" """)).Answered(200);
        (await tenant.UnblockAsync("v", 50)).Answered(200);
        Assert.Equal((100, 0, 100), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task A_cancel_of_a_transfer_gives_it_back_without_holding_it()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        (await tenant.BlockAsync("h", 60)).Answered(201);
        (await tenant.TransferHeldAsync("t", 40)).Answered(201);
        (await tenant.CancelTransferAsync("""{"original_tracking_id":"t","amount":40}""")).Answered(200);
        Assert.Equal((100, 20, 80), await tenant.MoneyAsync());
        Refused.AsPismo(await tenant.CancelTransferHeldAsync("c", 1, "t"), 400, "AMOUNT_EXCEEDS_REMAINING");
    }

    [Fact]
    public async Task What_is_no_transfer_of_held_money_is_not_canceled_here()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        (await tenant.BlockAsync("h", 60)).Answered(201);
        Refused.AsPismo(await tenant.CancelTransferHeldAsync("c", 1, "h"), 400, "NOT_A_HOLD");
        Refused.AsPismo(await tenant.CancelTransferHeldAsync("c", 1, "unknown"), 404, "AUTHORIZATION_NOT_FOUND");
        Refused.AsPismo(await tenant.TransferHeldAsync("t", 1, more: ""","to":{"account":{"id":9}}"""), 400, "ACCOUNT_NOT_FOUND");
        Refused.AsPismo(await tenant.TransferHeldAsync("t", 1, more: ""","to":{"account":{"id":1}}"""), 400, "INVALID_FIELD", "to");
        Refused.AsPismo(await tenant.TransferHeldAsync("t", 1, more: ""","to":{}"""), 400, "INVALID_FIELD", "to");
    }

    [Fact]
    public async Task The_events_tell_that_the_money_is_released_and_taken()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        (await tenant.BlockAsync("h", 60)).Answered(201);
        (await tenant.TransferHeldAsync("t", 40)).Answered(201);
        (await tenant.CancelTransferHeldAsync("c", 15, "t")).Answered(200);
        var all = await tenant.EventObjectsAsync();
        var events = all.Skip(4).ToList();
        Assert.Equal(
            ["authorization-event", "change_available", "change_available", "authorization-event", "change_available", "change_available"],
            events.Select(one => one.TypeOf()));
        Assert.Equal(
            [("CREDIT", 40m, 80m), ("DEBIT", 40m, 40m), ("DEBIT", 15m, 25m), ("CREDIT", 15m, 40m)],
            events.Where(one => one.TypeOf() == "change_available").Select(one => (one.Data().GetProperty("operation_type").GetString(),
                one.Data().GetProperty("amount").GetDecimal(), one.Data().GetProperty("available_credit_limit").GetDecimal())));
        EventsOfTenant.AssertBalancesContinue(all);
        Assert.Equal(all.Count, all.Select(one => one.GetProperty("event_id").GetString()).Distinct(StringComparer.Ordinal).Count());
    }
}
