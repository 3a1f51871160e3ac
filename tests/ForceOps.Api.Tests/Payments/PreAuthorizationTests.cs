using ForceOps.Api.Tests.Holds;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Payments.PaymentRoutes;

namespace ForceOps.Api.Tests.Payments;

/// <summary><c>pre_authorization</c> and <c>POST /payment-methods/v2/payments/confirm</c>: held, confirmed, canceled, denied.</summary>
public sealed class PreAuthorizationTests(SharedService shared)
{
    [Fact]
    public async Task What_waits_is_held_and_its_confirmation_posts_it()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        var (waiting, confirmed) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        var first = await tenant.PayAsync(WaitingBody(waiting, 1, 30, more: ""","currency":"USD","descriptor":"Hotel" """));
        Assert.Equal((201, "AUTHORIZATION", true),
            (first.Code, first.Category(), first.Json.GetProperty("pre_authorization").GetBoolean()));
        Assert.Equal((100, 30, 70), await tenant.MoneyAsync());
        RepeatOf(first, await tenant.PayAsync(WaitingBody(waiting, 1, 30, more: ""","descriptor":"Hotel" """)));
        Assert.Equal(409, (await tenant.PayAsync(Body(waiting, 1, 30, CashOut, ""","descriptor":"Hotel" """))).Code);

        var body = CancelBody(confirmed, waiting, ""","metadata":{"nights":2}""");
        var answer = await tenant.ConfirmAsync(body);
        Assert.Equal((201, "CONFIRMATION", "CASH_OUT", 30m), (answer.Code, answer.Category(),
            answer.Json.GetProperty("operation").GetString(), answer.Json.GetProperty("principal_amount").GetDecimal()));
        Assert.Equal((first.Id(), false), (answer.Json.GetProperty("original_authorization_id").GetInt64(),
            answer.Json.TryGetProperty("pre_authorization", out _)));
        RepeatOf(answer, await tenant.ConfirmAsync(body));
        Assert.Equal(409, (await tenant.ConfirmAsync(CancelBody(confirmed, waiting, ""","amount":30"""))).Code);
        Assert.Equal((70, 0, 70), await tenant.MoneyAsync());
        RepeatOf(first, await tenant.PayAsync(WaitingBody(waiting, 1, 30, more: ""","descriptor":"Hotel" """)));

        var (waited, posted) = (await tenant.AuthorizationAsync(first.Id()), await tenant.AuthorizationAsync(answer.Id()));
        Assert.Equal(("PRE_AUTHORIZATION", 30m, 0), (waited.GetProperty("type").GetString(),
            waited.GetProperty("canceled_amount").GetDecimal(), waited.GetProperty("movements").GetArrayLength()));
        Assert.Equal(("PAYMENT", first.Id(), 1), (posted.GetProperty("type").GetString(),
            posted.GetProperty("original_authorization").GetProperty("id").GetInt64(), posted.GetProperty("movements").GetArrayLength()));
    }

    [Theory]
    [InlineData(12, 38)]
    [InlineData(30, 20)]
    [InlineData(50, 0)]
    public async Task A_part_or_more_is_confirmed_by_the_id_in_the_path_and_nothing_stays_held(decimal amount, decimal balance)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 50);
        var (waiting, confirmed) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        var id = (await tenant.PayAsync(WaitingBody(waiting, 1, 30))).Id();
        var path = $"/payment-methods/v2/payments/{id}/confirm";
        var body = $$"""{"tracking_id":"{{confirmed}}","amount":{{amount}}}""";
        var answer = await tenant.SendAsync(HttpMethod.Post, path, body);
        Assert.Equal((201, "CONFIRMATION"), (answer.Code, answer.Category()));
        Assert.Equal(id.ToString(), (await tenant.LastAsync()).Text("request.authorization_id"));
        RepeatOf(answer, await tenant.SendAsync(HttpMethod.Post, path, body));
        RepeatOf(answer, await tenant.ConfirmAsync(CancelBody(confirmed, waiting, $""","amount":{amount}""")));
        Assert.Equal((balance, 0, balance), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task A_cancel_makes_what_is_held_available_again_in_part_and_then_the_rest()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        var waiting = await tenant.PreAuthorizedAsync(30);
        var (part, rest) = (CancelBody(Tenant.NewTrackingId(), waiting, ""","amount":10"""), CancelBody(Tenant.NewTrackingId(), waiting));
        var first = await tenant.CancelPaymentAsync(part);
        Assert.Equal((201, "PARTIAL_CANCELLATION", true),
            (first.Code, first.Category(), first.Json.GetProperty("pre_authorization").GetBoolean()));
        Assert.Equal((100, 20, 80), await tenant.MoneyAsync());
        var second = await tenant.CancelPaymentAsync(rest);
        RepeatOf(first, await tenant.CancelPaymentAsync(part));
        RepeatOf(second, await tenant.CancelPaymentAsync(rest));
        Assert.Equal((100, 0, 100), await tenant.MoneyAsync());
        DeniedWith("12", "ALREADY_CANCELED", await tenant.ConfirmAsync(CancelBody(Tenant.NewTrackingId(), waiting)));
        DeniedWith("12", "ALREADY_CANCELED", await tenant.CancelPaymentAsync(
            CancelBody(Tenant.NewTrackingId(), waiting)), "DENIED_CANCELLATION");
    }

    [Fact]
    public async Task After_a_confirmation_only_that_can_be_canceled()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        var (waiting, confirmed) = (await tenant.PreAuthorizedAsync(30), Tenant.NewTrackingId());
        await tenant.ConfirmAsync(CancelBody(confirmed, waiting, ""","amount":20"""));
        var again = CancelBody(Tenant.NewTrackingId(), waiting);
        var denied = await tenant.ConfirmAsync(again);
        DeniedWith("12", "ALREADY_CONFIRMED", denied);
        RepeatOf(denied, await tenant.ConfirmAsync(again));
        DeniedWith("12", "ALREADY_CONFIRMED", await tenant.CancelPaymentAsync(
            CancelBody(Tenant.NewTrackingId(), waiting)), "DENIED_CANCELLATION");
        var canceled = await tenant.CancelPaymentAsync(CancelBody(Tenant.NewTrackingId(), confirmed, ""","amount":5"""));
        Assert.Equal((201, "PARTIAL_CANCELLATION"), (canceled.Code, canceled.Category()));
        Assert.Equal((85, 0, 85), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task What_fails_a_check_is_denied_and_holds_nothing()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 50);
        var (much, waiting) = (Tenant.NewTrackingId(), await tenant.PreAuthorizedAsync(20));
        (string Body, string ResponseCode, string Reason)[] rows =
        [
            (WaitingBody(much, 1, 30.01m), "51", "INSUFFICIENT_FUNDS"),
            (WaitingBody(Tenant.NewTrackingId(), 1, 1, CashIn), "12", "PROCESSING_CODE_MISMATCH"),
            (WaitingBody(Tenant.NewTrackingId(), 1, 1, "200001"), "12", "PROCESSING_CODE_MISMATCH"),
            (WaitingBody(Tenant.NewTrackingId(), 1, 1, more: ""","currency":"BRL" """), "12", "CURRENCY_MISMATCH"),
            (WaitingBody(Tenant.NewTrackingId(), 9, 1), "62", "ACCOUNT_NOT_FOUND"),
        ];
        foreach (var row in rows)
        {
            var denied = await tenant.PayAsync(row.Body);
            DeniedWith(row.ResponseCode, row.Reason, denied);
            Assert.True(denied.Json.GetProperty("pre_authorization").GetBoolean());
        }
        (string Original, string More, string ResponseCode, string Reason)[] confirmations =
        [
            (much, "", "12", "NOT_A_PRE_AUTHORIZATION"), (waiting, ""","amount":50.01""", "51", "INSUFFICIENT_FUNDS"),
            (waiting, ""","amount":1.001""", "30", "TOO_MANY_DECIMALS"),
        ];
        foreach (var row in confirmations)
        {
            var body = CancelBody(Tenant.NewTrackingId(), row.Original, row.More);
            var denied = await tenant.ConfirmAsync(body);
            DeniedWith(row.ResponseCode, row.Reason, denied);
            RepeatOf(denied, await tenant.ConfirmAsync(body));
        }
        await tenant.OpenAsync(1, """{"status":"blocked"}""");
        DeniedWith("57", "ACCOUNT_NOT_ACTIVE", await tenant.PayAsync(WaitingBody(Tenant.NewTrackingId(), 1, 1)));
        DeniedWith("57", "ACCOUNT_NOT_ACTIVE", await tenant.ConfirmAsync(CancelBody(Tenant.NewTrackingId(), waiting, ""","amount":21""")));
        Assert.Equal("CONFIRMATION", (await tenant.ConfirmAsync(CancelBody(Tenant.NewTrackingId(), waiting))).Category());
        Assert.Equal((30, 0, 30), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task What_names_nothing_or_two_things_or_somebody_elses_is_an_error_and_no_denial()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 50);
        var (one, other, confirmed) = (await tenant.PreAuthorizedAsync(10), await tenant.PreAuthorizedAsync(10), Tenant.NewTrackingId());
        var id = (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={one}")).Json.GetProperty("id").GetInt64();
        TransferRoutes.RefusedField("original_tracking_id", await tenant.ConfirmAsync($$"""{"tracking_id":"{{confirmed}}"}"""));
        TransferRoutes.RefusedField("tracking_id", await tenant.ConfirmAsync($$"""{"original_tracking_id":"{{one}}"}"""));
        TransferRoutes.RefusedField("amount", await tenant.ConfirmAsync(CancelBody(confirmed, one, ""","amount":0""")));
        TransferRoutes.RefusedField("original_tracking_id", await tenant.SendAsync(
            HttpMethod.Post, $"/payment-methods/v2/payments/{id}/confirm", CancelBody(confirmed, other)));
        foreach (var path in new[] { "999999999999", "0", "x" })
        {
            TransferRoutes.RefusedWith(404, "AUTHORIZATION_NOT_FOUND", await tenant.SendAsync(
                HttpMethod.Post, $"/payment-methods/v2/payments/{path}/confirm", $$"""{"tracking_id":"{{confirmed}}"}"""));
        }
        TransferRoutes.RefusedWith(
            404, "AUTHORIZATION_NOT_FOUND", await tenant.ConfirmAsync(CancelBody(confirmed, Tenant.NewTrackingId())));
        var own = ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 1));
        var foreign = ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 2));
        Assert.Equal(403, (await tenant.ConfirmAsync(CancelBody(confirmed, one), foreign)).Code);
        Assert.Equal(201, (await tenant.ConfirmAsync(CancelBody(confirmed, one), own)).Code);
        Assert.Equal(403, (await tenant.ConfirmAsync(CancelBody(confirmed, one), foreign)).Code);
        Assert.Equal((40, 10, 30), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task Hold_funds_the_older_cancels_and_a_force_know_no_pre_authorization()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 50);
        var waiting = Tenant.NewTrackingId();
        var id = (await tenant.PayAsync(WaitingBody(waiting, 1, 20))).Id();
        Refused.AsPismo(await tenant.UnblockAsync("u", 1), 400, "AMOUNT_EXCEEDS_REMAINING");
        Refused.AsPismo(await tenant.UnblockAsync("u", 1, more: $$""","authorization_id":{{id}}"""), 400, "NOT_A_HOLD");
        Refused.AsPismo(await tenant.TransferHeldAsync("t", 1), 400, "AMOUNT_EXCEEDS_REMAINING");
        TransferRoutes.RefusedWith(400, "NOT_A_FORCED_OPERATION", await tenant.CancelForceAsync($$"""{"authorization_id":{{id}}}"""));
        TransferRoutes.RefusedWith(400, "NOT_A_TRANSFER", await tenant.CancelTransferAsync(id, 1));
        (await tenant.BlockAsync("h", 5)).Answered(201);
        (await tenant.UnblockAsync("u", 5)).Answered(200);
        Assert.Equal("PRE_AUTHORIZATION",
            (await tenant.ForceAsync(Body(waiting, 1, 1, "090907"))).Json.GetProperty("authorizations").GetProperty("type").GetString());
        Assert.Equal((50, 20, 30), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task Of_twenty_confirmations_and_cancels_at_once_one_is_done()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        var waiting = await tenant.PreAuthorizedAsync(30);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 5 == 0
            ? tenant.CancelPaymentAsync(CancelBody(Tenant.NewTrackingId(), waiting))
            : tenant.ConfirmAsync(CancelBody(Tenant.NewTrackingId(), waiting))));
        var done = Assert.Single(answers, answer => answer.Category() is "CONFIRMATION" or "CANCELLATION");
        Assert.Equal(done.Category() is "CONFIRMATION" ? (70, 0, 70) : (100, 0, 100), await tenant.MoneyAsync());
    }
}
