using ForceOps.Api.Tests.Holds;
using ForceOps.Api.Tests.Payments;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Payments.PaymentRoutes;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>Hold funds and the payment methods in strict mode: a token of the org reaches all, one of an account reaches its own.</summary>
[Collection(StrictService.Name)]
public sealed class StrictPaymentTests(StrictService strict)
{
    private static readonly (string, string) Org = StrictService.Token(StrictService.Org);
    private static readonly (string, string) Own = StrictService.Token(StrictService.Org, 81);
    private static readonly (string, string) OwnOfPayer = StrictService.Token(StrictService.Org, 85);
    private static readonly (string, string) Other = StrictService.Token(StrictService.Org, 82);

    [Fact]
    public async Task Hold_funds_are_reached_with_a_token_of_the_org_or_of_the_account()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        await tenant.PutAsync("/sandbox/accounts/81", """{"credit_limit":100}""");
        var (hold, transfer) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        (string Route, string Body, int Status)[] steps =
        [
            ("block", HoldBody(hold, 50, "200001"), 201),
            ("unblock", HoldBody(Tenant.NewTrackingId(), 10, "200011", $""","original_tracking_id":"{hold}" """), 200),
            ("transfer", HoldBody(transfer, 20, "200002", $""","original_tracking_id":"{hold}" """), 201),
            ("transfer/cancel", HoldBody(Tenant.NewTrackingId(), 5, "200012", $""","original_tracking_id":"{transfer}" """), 200),
            ("unblock", HoldBody(Tenant.NewTrackingId(), 25, "200011", $""","original_tracking_id":"{hold}" """), 200),
        ];
        foreach (var (step, i) in steps.Select((step, i) => (step, i)))
        {
            TransferRoutes.RefusedWith(401, "UNAUTHORIZED", await SendAsync(HoldRoutes.Root + step.Route, step.Body));
            TransferRoutes.RefusedWith(403, "FORBIDDEN", await SendAsync(HoldRoutes.Root + step.Route, step.Body, Other));
            (await SendAsync(HoldRoutes.Root + step.Route, step.Body, i % 2 == 0 ? Own : Org)).Answered(step.Status);
        }
        Assert.Equal((-15, 0, 85), await tenant.MoneyAsync(81));

        Task<Answer> SendAsync(string path, string body, params (string, string)[] headers) =>
            tenant.SendAsync(HttpMethod.Post, path, body, headers);
    }

    [Fact]
    public async Task The_payment_methods_are_reached_with_a_token_of_the_org_or_of_the_account()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        await tenant.PutAsync("/sandbox/accounts/85", """{"credit_limit":100}""");
        await tenant.PutAsync("/sandbox/accounts/83", "{}");
        var (payment, transfer, waiting, second) = (
            Tenant.NewTrackingId(), Tenant.NewTrackingId(), Tenant.NewTrackingId(), Tenant.NewTrackingId());
        (string Route, string Body, string Category)[] steps =
        [
            ("payments", Body(payment, 85, 5, CashOut), "AUTHORIZATION"),
            ("payments/cancel", CancelBody(Tenant.NewTrackingId(), payment), "CANCELLATION"),
            ("transfers", TransferBody(transfer, 85, 83, 5), "AUTHORIZATION"),
            ("transfers/cancel", CancelBody(Tenant.NewTrackingId(), transfer), "CANCELLATION"),
            ("payments", WaitingBody(waiting, 85, 30), "AUTHORIZATION"),
            ("payments/confirm", CancelBody(Tenant.NewTrackingId(), waiting, ""","amount":10"""), "CONFIRMATION"),
            ("payments", WaitingBody(second, 85, 5), "AUTHORIZATION"),
            ("payments/cancel", CancelBody(Tenant.NewTrackingId(), second), "CANCELLATION"),
            ("payments", WaitingBody(Tenant.NewTrackingId(), 85, 1000), "DENIED"),
        ];
        foreach (var (step, i) in steps.Select((step, i) => (step, i)))
        {
            var path = $"/payment-methods/v2/{step.Route}";
            TransferRoutes.RefusedWith(401, "UNAUTHORIZED", await tenant.SendAsync(HttpMethod.Post, path, step.Body));
            TransferRoutes.RefusedWith(403, "FORBIDDEN", await tenant.SendAsync(HttpMethod.Post, path, step.Body, Other));
            var answer = await tenant.SendAsync(HttpMethod.Post, path, step.Body, i % 2 == 0 ? OwnOfPayer : Org);
            Assert.Equal((201, step.Category), (answer.Code, answer.Category()));
            RepeatOf(answer, await tenant.SendAsync(HttpMethod.Post, path, step.Body, i % 2 == 0 ? Org : OwnOfPayer));
        }
        Assert.Equal((-10, 0, 90), await tenant.MoneyAsync(85));
    }

    private static string HoldBody(string trackingId, decimal amount, string code, string more = "") =>
        $$"""{"tracking_id":"{{trackingId}}","account_id":81,"amount":{{amount}},"processing_code":"{{code}}"{{more}}}""";
}
