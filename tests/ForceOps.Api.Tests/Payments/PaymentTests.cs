using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Payments.PaymentRoutes;

namespace ForceOps.Api.Tests.Payments;

/// <summary><c>POST /payment-methods/v2/payments</c> and <c>/transfers</c>: granted, repeated, another request, denied.</summary>
public sealed class PaymentTests(SharedService shared)
{
    [Fact]
    public async Task A_cash_in_is_answered_in_the_words_of_its_event()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var trackingId = Tenant.NewTrackingId();

        var answer = await tenant.PayAsync(Body(
            trackingId, 1, 40.25m, more: ""","currency":"840","descriptor":"Till, 7","metadata":{"a":[1.50]}"""));

        Assert.Equal(201, answer.Code);
        var (id, metadata, date) = (answer.Id(), """{"a":[1.50]}""", answer.Json.GetProperty("event_datetime").GetString());
        Assert.Equal(
            $$"""
            {"authorization_id":{{id}},"original_authorization_id":{{id}},"tracking_id":"{{trackingId}}","account_id":1,"category":"AUTHORIZATION","operation":"CASH_IN","clearing_type":"ONLINE","code":"{{id % 1000000:D6}}","processing_code":"100001","currency":"USD","principal_amount":40.25,"contract_amount":40.25,"installment_amount":40.25,"event_datetime":"{{date}}","response_code":"00","descriptor":"Till 7","metadata":{{metadata}}}
            """, answer.Text);
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(1));
        var shown = await tenant.AuthorizationAsync(id);
        Assert.Equal(("PAYMENT", 40.25m), (shown.GetProperty("type").GetString(), shown.GetProperty("amount").GetDecimal()));
        Assert.Equal(-1, shown.GetProperty("movements")[0].GetProperty("debit_account").GetInt64());
        Assert.False(shown.TryGetProperty("denied", out _));
    }

    [Fact]
    public async Task The_same_request_gets_the_first_authorization_and_another_one_is_told_apart()
    {
        await using var tenant = shared.NewTenant();
        var trackingId = Tenant.NewTrackingId();
        var first = await tenant.FiftyAsync(trackingId);

        RepeatOf(first, await tenant.PayAsync(Body(trackingId, 1, 50.00m)));
        RepeatOf(first, await tenant.PayAsync(Body(trackingId, 1, 50, more: ""","currency":"USD" """)));
        foreach (var other in new[] { Body(trackingId, 1, 51), Body(trackingId, 2, 50), Body(trackingId, 1, 50, CashOut),
            Body(trackingId, 1, 50, more: ""","descriptor":"x" """) })
        {
            var answer = await tenant.PayAsync(other);
            Assert.Equal((409, "TRACKING_ID_IN_USE", "different"), (answer.Code, answer.ErrorCode, answer.Header("x-forceops-replay")));
            Assert.Equal("PAYMENT", answer.Json.GetProperty("authorizations").GetProperty("type").GetString());
        }
        // A force speaks the other way about repeats, and knows no payment.
        var force = await tenant.ForceAsync(Body(trackingId, 1, 50, "090907"));
        Assert.Equal((409, "different"), (force.Code, force.Header("x-forceops-replay")));
        Assert.Equal(50, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_denial_is_a_success_of_HTTP_and_is_remembered()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FiftyAsync(Tenant.NewTrackingId());
        var trackingId = Tenant.NewTrackingId();
        var body = Body(trackingId, 1, 50.01m, CashOut);

        var denied = await tenant.PayAsync(body);
        DeniedWith("51", "INSUFFICIENT_FUNDS", denied);
        Assert.Equal("CASH_OUT", denied.Json.GetProperty("operation").GetString());
        var entry = await tenant.LastAsync();
        Assert.Equal(("201", "DENIED", "insufficient_funds", "50.01"),
            (entry.Text("status"), entry.Text("answer.code"), entry.Text("why.error"), entry.Text("why.facts.asked")));

        await tenant.OpenWithAsync(1, 100);
        RepeatOf(denied, await tenant.PayAsync(body));
        Assert.Equal(409, (await tenant.PayAsync(Body(trackingId, 1, 1, CashOut))).Code);
        Assert.Equal(150, await tenant.BalanceOfAsync(1));
        var shown = (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}")).Json;
        Assert.Equal(("INSUFFICIENT_FUNDS", 0), (shown.GetProperty("denied").GetString(), shown.GetProperty("movements").GetArrayLength()));
    }

    [Theory]
    [InlineData("""{"status":"canceled"}""", CashIn, 1, "57", "ACCOUNT_NOT_ACTIVE")]
    [InlineData("""{"status":"blocked"}""", CashOut, 1, "57", "ACCOUNT_NOT_ACTIVE")]
    [InlineData("""{"limits":{"per_operation":5}}""", CashOut, 6, "57", "LIMIT_EXCEEDED")]
    [InlineData("{}", "090900", 1, "12", "PROCESSING_CODE_MISMATCH")]
    [InlineData("{}", "nocode", 1, "12", "PROCESSING_CODE_NOT_FOUND")]
    [InlineData("{}", CashOut, 51, "51", "INSUFFICIENT_FUNDS")]
    public async Task Each_rule_denies_with_its_code(string settings, string code, decimal amount, string responseCode, string reason)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 50);
        await tenant.OpenAsync(1, settings);
        var body = Body(Tenant.NewTrackingId(), 1, amount, code);
        var denied = await tenant.PayAsync(body);
        DeniedWith(responseCode, reason, denied);
        RepeatOf(denied, await tenant.PayAsync(body));
        Assert.Equal(50, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task An_unknown_account_is_denied_without_an_authorization_and_decided_anew()
    {
        await using var tenant = shared.NewTenant();
        var (payment, transfer) = (Body(Tenant.NewTrackingId(), 7, 5), TransferBody(Tenant.NewTrackingId(), 7, 8, 5));
        for (var i = 0; i < 2; i++)
        {
            DeniedWith("62", "ACCOUNT_NOT_FOUND", await tenant.PayAsync(payment));
            DeniedWith("62", "ACCOUNT_NOT_FOUND", await tenant.PaymentTransferAsync(transfer));
        }
        Assert.False((await tenant.PayAsync(payment)).Json.TryGetProperty("authorization_id", out _));
        Assert.Contains("\"authorizations\":0", await tenant.CountsAsync(), StringComparison.Ordinal);
        await tenant.OpenAsync(7);
        await tenant.OpenAsync(8);
        Assert.Equal("AUTHORIZATION", (await tenant.PayAsync(payment)).Category());
        Assert.Equal("AUTHORIZATION", (await tenant.PaymentTransferAsync(transfer)).Category());
    }

    [Fact]
    public async Task A_transfer_has_the_ids_of_both_sides_and_a_denied_one_too()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        await tenant.OpenAsync(2);
        var body = TransferBody(Tenant.NewTrackingId(), 1, 2, 60);
        var posted = await tenant.PaymentTransferAsync(body);
        Assert.Equal((201, "AUTHORIZATION", "CASH_OUT"), (posted.Code, posted.Category(), posted.Json.GetProperty("operation").GetString()));
        Assert.Equal((posted.Id(), true), (posted.DebitId(), posted.CreditId() > posted.DebitId()));
        RepeatOf(posted, await tenant.PaymentTransferAsync(body));

        var refused = TransferBody(Tenant.NewTrackingId(), 1, 2, 60);
        var denied = await tenant.PaymentTransferAsync(refused);
        DeniedWith("51", "INSUFFICIENT_FUNDS", denied);
        Assert.NotNull(denied.CreditId());
        RepeatOf(denied, await tenant.PaymentTransferAsync(refused));
        Assert.Equal((40, 60), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
    }

    [Fact]
    public async Task A_force_cannot_name_a_denied_payment_as_its_original()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        var denied = await tenant.PayAsync(Body(Tenant.NewTrackingId(), 1, 11, "100002"));
        Assert.Equal("DENIED", denied.Category());
        var force = await tenant.ForceAsync(
            $$$"""{"account_id":1,"amount":1,"processing_code":"090907","original_authorization":{"id":{{{denied.Id()}}},"type":"PLATFORM"}}""");
        Refused.AsPismo(force, 400, "ORIGINAL_AUTHORIZATION_NOT_FOUND");
    }
}
