using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Payments.PaymentRoutes;

namespace ForceOps.Api.Tests.Payments;

/// <summary><c>POST /payment-methods/v2/payments/cancel</c>: whole, in part, too much, of what is no payment.</summary>
public sealed class PaymentCancelTests(SharedService shared)
{
    [Fact]
    public async Task In_part_and_then_the_rest_each_with_its_repeat()
    {
        await using var tenant = shared.NewTenant();
        var original = Tenant.NewTrackingId();
        var payment = await tenant.FiftyAsync(original);
        var (part, rest) = (
            CancelBody(Tenant.NewTrackingId(), original, ""","amount":20"""), CancelBody(Tenant.NewTrackingId(), original));

        var first = await tenant.CancelPaymentAsync(part);
        Assert.Equal((201, "PARTIAL_CANCELLATION", "CASH_IN"),
            (first.Code, first.Category(), first.Json.GetProperty("operation").GetString()));
        Assert.Equal(payment.Id(), first.Json.GetProperty("original_authorization_id").GetInt64());
        var second = await tenant.CancelPaymentAsync(rest);
        Assert.Equal((201, "PARTIAL_CANCELLATION", 30m),
            (second.Code, second.Category(), second.Json.GetProperty("principal_amount").GetDecimal()));
        RepeatOf(first, await tenant.CancelPaymentAsync(part));
        RepeatOf(second, await tenant.CancelPaymentAsync(rest));
        Assert.Equal(409, (await tenant.CancelPaymentAsync(part.Replace(":20", ":21", StringComparison.Ordinal))).Code);
        Assert.Equal(0, await tenant.BalanceOfAsync(1));

        var shown = await tenant.AuthorizationAsync(payment.Id());
        Assert.Equal((50m, 2), (shown.GetProperty("canceled_amount").GetDecimal(), shown.GetProperty("cancellations").GetArrayLength()));
    }

    [Fact]
    public async Task The_whole_of_a_transfer_by_the_id_of_either_side()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        await tenant.OpenAsync(2);
        var posted = await tenant.PaymentTransferAsync(TransferBody(Tenant.NewTrackingId(), 1, 2, 60));
        var body = $$"""{"tracking_id":"{{Tenant.NewTrackingId()}}","authorization_id":{{posted.CreditId()}}}""";
        var canceled = await tenant.SendAsync(HttpMethod.Post, "/payment-methods/v2/transfers/cancel", body);
        Assert.Equal((201, "CANCELLATION"), (canceled.Code, canceled.Category()));
        Assert.NotNull(canceled.CreditId());
        RepeatOf(canceled, await tenant.CancelPaymentAsync(body));
        Assert.Equal((100, 0), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
    }

    [Fact]
    public async Task What_cannot_be_canceled_is_a_denied_cancellation_and_is_remembered()
    {
        await using var tenant = shared.NewTenant();
        var original = Tenant.NewTrackingId();
        await tenant.FiftyAsync(original);
        var denied = Tenant.NewTrackingId();
        await tenant.PayAsync(Body(denied, 1, 1000, CashOut));
        var force = (await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""")).TrackingId();
        (string Original, string More, string Reason)[] rows =
        [
            (original, ""","amount":50.01""", "AMOUNT_EXCEEDS_REMAINING"), (denied, "", "NOT_A_PAYMENT"),
            (force, ""","amount":1""", "NOT_A_PAYMENT"),
        ];
        foreach (var row in rows)
        {
            var body = CancelBody(Tenant.NewTrackingId(), row.Original, row.More);
            var answer = await tenant.CancelPaymentAsync(body);
            DeniedWith("12", row.Reason, answer, "DENIED_CANCELLATION");
            RepeatOf(answer, await tenant.CancelPaymentAsync(body));
        }
        await tenant.CancelPaymentAsync(CancelBody(Tenant.NewTrackingId(), original));
        DeniedWith("12", "ALREADY_CANCELED", await tenant.CancelPaymentAsync(
            CancelBody(Tenant.NewTrackingId(), original)), "DENIED_CANCELLATION");
        var shown = (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={original}")).Json;
        Assert.Equal(1, shown.GetProperty("cancellations").GetArrayLength());
        Assert.Equal(1, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_payment_that_nobody_made_is_404_and_uses_nothing_up()
    {
        await using var tenant = shared.NewTenant();
        var (original, canceled) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        TransferRoutes.RefusedWith(404, "AUTHORIZATION_NOT_FOUND", await tenant.CancelPaymentAsync(CancelBody(canceled, original)));
        await tenant.FiftyAsync(original);
        Assert.Equal("CANCELLATION", (await tenant.CancelPaymentAsync(CancelBody(canceled, original))).Category());
    }

    [Fact]
    public async Task The_older_cancels_do_not_know_a_payment()
    {
        await using var tenant = shared.NewTenant();
        var payment = await tenant.FiftyAsync(Tenant.NewTrackingId());
        TransferRoutes.RefusedWith(400, "NOT_A_FORCED_OPERATION",
            await tenant.CancelForceAsync($$"""{"authorization_id":{{payment.Id()}}}"""));
        TransferRoutes.RefusedWith(400, "NOT_A_TRANSFER", await tenant.CancelTransferAsync(payment.Id(), 1));
    }

    [Fact]
    public async Task Of_twenty_cancels_at_once_no_more_is_canceled_than_there_was()
    {
        await using var tenant = shared.NewTenant();
        var original = Tenant.NewTrackingId();
        await tenant.FiftyAsync(original);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => tenant.CancelPaymentAsync(CancelBody(Tenant.NewTrackingId(), original, ""","amount":10"""))));
        Assert.All(answers, answer => Assert.Equal(201, answer.Code));
        Assert.Equal((5, 15), (answers.Count(answer => answer.Category() is "PARTIAL_CANCELLATION"),
            answers.Count(answer => answer.Category() is "DENIED_CANCELLATION")));
        Assert.Equal(0, await tenant.BalanceOfAsync(1));
    }
}
