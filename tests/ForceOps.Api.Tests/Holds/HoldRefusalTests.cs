using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Holds;

/// <summary>Hold funds that are refused, repeated or posted later.</summary>
public sealed class HoldRefusalTests(SharedService shared)
{
    [Theory]
    [InlineData("tracking_id", """{"account_id":1,"amount":1,"processing_code":"200001"}""")]
    [InlineData("tracking_id", """{"tracking_id":"","account_id":1,"amount":1,"processing_code":"200001"}""")]
    [InlineData("tracking_id", """{"tracking_id":"123456789012345678901234567890123456789012345678901","account_id":1,"amount":1,"processing_code":"200001"}""")]
    [InlineData("tracking_id", """{"tracking_id":"fiserv:1","account_id":1,"amount":1,"processing_code":"200001"}""")]
    [InlineData("account_id", """{"tracking_id":"h","amount":1,"processing_code":"200001"}""")]
    [InlineData("account_id", """{"tracking_id":"h","account_id":0,"amount":1,"processing_code":"200001"}""")]
    [InlineData("amount", """{"tracking_id":"h","account_id":1,"processing_code":"200001"}""")]
    [InlineData("amount", """{"tracking_id":"h","account_id":1,"amount":0.009,"processing_code":"200001"}""")]
    [InlineData("processing_code", """{"tracking_id":"h","account_id":1,"amount":1}""")]
    [InlineData("processing_code", """{"tracking_id":"h","account_id":1,"amount":1,"processing_code":"2000011"}""")]
    [InlineData("processing_code", """{"tracking_id":"h","account_id":1,"amount":1,"processing_code":"090908"}""")]
    [InlineData("amount", """{"tracking_id":"h","account_id":1,"amount":1.001,"processing_code":"200001"}""")]
    public async Task A_wrong_field_is_named_on_every_route(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        (await tenant.BlockAsync("before", 10)).Answered(201);
        foreach (var route in new[] { "block", "unblock", "transfer" })
        {
            Refused.AsPismo(await tenant.SendAsync(HttpMethod.Post, HoldRoutes.Root + route, body), 400, "INVALID_FIELD", field);
        }
        Assert.Equal((100, 10, 90), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task A_hold_keeps_the_accounts_currency_and_the_status_that_is_skipped_is_not_the_receivers()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1", """{"currency":"USD","credit_limit":100}""");
        await tenant.PutAsync("/sandbox/accounts/2", """{"currency":"USD","status":"canceled"}""");
        (await tenant.BlockAsync("h", 50)).Answered(201);
        Refused.AsProblem(await tenant.PutAsync("/sandbox/accounts/1", """{"currency":"JPY"}"""), 409, "CURRENCY_IN_USE");
        var transfer = await tenant.TransferHeldAsync("t", 5, more: ""","to":{"account":{"id":2}},"skip_status_validation":true""");
        Refused.AsPismo(transfer, 400, "ACCOUNT_NOT_ACTIVE");
        Assert.Equal((0, 50, 50), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task A_cancel_names_a_transfer()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        Refused.AsPismo(await tenant.HoldAsync("transfer/cancel", "c", 1, "200012", 1, ""), 400, "INVALID_FIELD", "original_tracking_id");
    }

    [Fact]
    public async Task Unknown_accounts_codes_and_holds_are_refused_and_a_refusal_uses_nothing_up()
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.BlockAsync("h", 1), 400, "ACCOUNT_NOT_FOUND");
        await tenant.FillAsync();
        Refused.AsPismo(await tenant.HoldAsync("block", "h", 1, "999999", 1, ""), 400, "PROCESSING_CODE_NOT_FOUND");
        Refused.AsPismo(await tenant.UnblockAsync("u", 1, more: ""","authorization_id":999"""), 404, "AUTHORIZATION_NOT_FOUND");
        var force = await tenant.ForcedAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");
        Refused.AsPismo(await tenant.UnblockAsync("u", 1, more: $$""","authorization_id":{{force}}"""), 400, "NOT_A_HOLD");
        (await tenant.BlockAsync("h", 1)).Answered(201);
        Refused.AsPismo(await tenant.UnblockAsync(
            "u", 1, account: 2, more: ""","original_tracking_id":"h" """), 404, "AUTHORIZATION_NOT_FOUND");
    }

    [Fact]
    public async Task A_blocked_account_can_be_held_and_a_canceled_one_only_without_the_check()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        await tenant.PutAsync("/sandbox/accounts/1", """{"status":"blocked"}""");
        (await tenant.BlockAsync("h", 10)).Answered(201);
        await tenant.PutAsync("/sandbox/accounts/1", """{"status":"canceled"}""");
        Refused.AsPismo(await tenant.BlockAsync("h2", 1), 400, "ACCOUNT_NOT_ACTIVE");
        Refused.AsPismo(await tenant.UnblockAsync("u", 1), 400, "ACCOUNT_NOT_ACTIVE");
        (await tenant.UnblockAsync("u", 1, more: ""","skip_status_validation":true""")).Answered(200);
        (await tenant.BlockAsync("h2", 1, more: ""","skip_status_validation":true""")).Answered(201);
        Assert.Equal((100, 10, 90), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task A_repeat_is_409_as_for_a_force_on_every_route()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        var hold = (await tenant.BlockAsync("h", 50)).Answered(201).Id();
        (await tenant.UnblockAsync("u", 10)).Answered(200);
        (await tenant.TransferHeldAsync("t", 10)).Answered(201);
        (await tenant.CancelTransferHeldAsync("c", 5, "t")).Answered(200);
        var money = await tenant.MoneyAsync();
        Repeated("same", await tenant.BlockAsync("h", 50));
        Repeated("different", await tenant.BlockAsync("h", 51));
        Repeated("different", await tenant.UnblockAsync("h", 50));
        Repeated("same", await tenant.UnblockAsync("u", 10));
        Repeated("same", await tenant.TransferHeldAsync("t", 10));
        Repeated("same", await tenant.CancelTransferHeldAsync("c", 5, "t"));
        Repeated("different", await tenant.CancelTransferHeldAsync("c", 4, "t"));
        var earlier = (await tenant.BlockAsync("h", 50)).Json.GetProperty("authorizations");
        Assert.Equal((hold, "HOLD"), (earlier.GetProperty("authorization_id").GetInt64(), earlier.GetProperty("type").GetString()));
        Assert.Equal(money, await tenant.MoneyAsync());
    }

    [Theory]
    [InlineData(1, 201)]
    [InlineData(2, 403)]
    public async Task A_token_of_an_account_reaches_that_account_only(long account, int status)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync(account: account);
        var body = $$"""{"tracking_id":"h","account_id":{{account}},"amount":1,"processing_code":"200001"}""";
        var answer = await tenant.SendAsync(
            HttpMethod.Post, HoldRoutes.Root + "block", body, ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 1)));
        answer.Answered(status);
        Assert.Equal(400, (await tenant.SendAsync(HttpMethod.Post, HoldRoutes.Root + "block", body, ("x-account-id", "7"))).Code);
    }

    [Fact]
    public async Task On_a_delayed_account_all_four_are_202_and_posted_in_their_order()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        await tenant.DelayAsync(1);
        DelayedOfTenant.Accepted(await tenant.BlockAsync("h", 50));
        DelayedOfTenant.Accepted(await tenant.BlockAsync("h", 50));
        Repeated("different", await tenant.BlockAsync("h", 51));
        DelayedOfTenant.Accepted(await tenant.UnblockAsync("u", 10, more: ""","original_tracking_id":"h" """));
        DelayedOfTenant.Accepted(await tenant.TransferHeldAsync("t", 15));
        DelayedOfTenant.Accepted(await tenant.UnblockAsync("too much", 1000));
        await tenant.PostAllAsync();
        Assert.Equal((85, 25, 60), await tenant.MoneyAsync());
        DelayedOfTenant.Accepted(await tenant.CancelTransferHeldAsync("c", 5, "t"));
        await tenant.PostAllAsync();
        Assert.Equal((90, 30, 60), await tenant.MoneyAsync());
        var denied = (await tenant.EventObjectsAsync()).Single(one => one.TypeOf() == "authorization-denied-event").Data();
        Assert.Equal(
            ("AMOUNT_EXCEEDS_REMAINING", "HOLD RELEASE DENIED", "HOLD", 1000),
            (denied.GetProperty("denial_code").GetString(),
                denied.GetProperty("authorization").GetProperty("operation_description").GetString(),
                denied.GetProperty("authorization").GetProperty("type").GetString(), denied.GetProperty("amount").GetDecimal()));
    }

    [Fact]
    public async Task The_journal_says_what_was_asked_and_why_it_was_refused()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync(10);
        await tenant.BlockAsync("h", 40, more: ""","descriptor":"Secret","metadata":{"a":1}""");
        var entry = await tenant.LastAsync();
        Assert.Equal(("h", "1", "40", "200001", "6"), (
            entry.Text("request.tracking_id"), entry.Text("request.account_id"), entry.Text("request.amount"),
            entry.Text("request.processing_code"), entry.Text("request.descriptor_length")));
        Assert.DoesNotContain("Secret", entry.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("\"held\":0", entry.GetRawText(), StringComparison.Ordinal);
    }

    private static void Repeated(string replay, Answer answer)
    {
        Assert.Equal((409, "TRACKING_ID_IN_USE"), (answer.Code, answer.ErrorCode));
        Assert.Equal(replay, Assert.Single(answer.Message.Headers.GetValues("x-forceops-replay")));
    }
}
