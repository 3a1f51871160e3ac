using ForceOps.Api.Tests.Holds;
using ForceOps.Api.Tests.Payments;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Payments.PaymentRoutes;

namespace ForceOps.Api.Tests.Faults;

/// <summary>
/// Hold funds and the payment methods with a lost answer: a client that sends the same once more ends with one posting, whether the
/// answer was lost after the commit or the request before it.
/// </summary>
public sealed class LostPaymentTests(SharedService shared)
{
    private const string Methods = "/payment-methods/v2/";

    [Theory]
    [InlineData("commit-and-drop")]
    [InlineData("drop")]
    public async Task Hold_funds_are_done_once(string fault)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FillAsync();
        (string Route, string Body, (decimal, decimal, decimal) Money)[] steps =
        [
            ("block", HoldBody("h", 50, "200001"), (100, 50, 50)), ("unblock", HoldBody("u", 10, "200011"), (100, 40, 60)),
            ("transfer", HoldBody("t", 20, "200002"), (80, 20, 60)),
            ("transfer/cancel", HoldBody("c", 5, "200012", ""","original_tracking_id":"t" """), (85, 25, 60)),
        ];
        var before = await tenant.MoneyAsync();
        foreach (var (route, body, money) in steps)
        {
            await LoseAsync(tenant, HoldRoutes.Root + route, body, fault);
            Assert.Equal(fault is "drop" ? before : money, await tenant.MoneyAsync());
            var retry = await tenant.SendAsync(HttpMethod.Post, HoldRoutes.Root + route, body);
            Assert.Equal(fault is "drop" ? null : "same", retry.Header("x-forceops-replay"));
            Assert.True(fault is "drop" ? retry.Code is 200 or 201 : retry.Code == 409, retry.Text);
            Assert.Equal(money, before = await tenant.MoneyAsync());
        }
    }

    [Theory]
    [InlineData("commit-and-drop")]
    [InlineData("drop")]
    public async Task Payments_are_done_once_and_a_repeat_brings_the_lost_answer(string fault)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        await tenant.OpenAsync(2);
        var (payment, transfer, waiting, second) = (
            Tenant.NewTrackingId(), Tenant.NewTrackingId(), Tenant.NewTrackingId(), Tenant.NewTrackingId());
        (string Route, string Body, string Category, (decimal, decimal, decimal) Money)[] steps =
        [
            ("payments", Body(payment, 1, 20, CashOut), "AUTHORIZATION", (80, 0, 80)),
            ("payments", Body(Tenant.NewTrackingId(), 1, 81, CashOut), "DENIED", (80, 0, 80)),
            ("transfers", TransferBody(transfer, 1, 2, 10), "AUTHORIZATION", (70, 0, 70)),
            ("payments", WaitingBody(waiting, 1, 30), "AUTHORIZATION", (70, 30, 40)),
            ("payments", WaitingBody(second, 1, 5), "AUTHORIZATION", (70, 35, 35)),
            ("payments/confirm", CancelBody(Tenant.NewTrackingId(), waiting, ""","amount":25"""), "CONFIRMATION", (45, 5, 40)),
            ("payments/confirm", CancelBody(Tenant.NewTrackingId(), waiting), "DENIED", (45, 5, 40)),
            ("payments/cancel", CancelBody(Tenant.NewTrackingId(), second), "CANCELLATION", (45, 0, 45)),
            ("payments/cancel", CancelBody(Tenant.NewTrackingId(), payment, ""","amount":15"""), "PARTIAL_CANCELLATION", (60, 0, 60)),
            ("transfers/cancel", CancelBody(Tenant.NewTrackingId(), transfer), "CANCELLATION", (70, 0, 70)),
        ];
        var before = await tenant.MoneyAsync();
        foreach (var (route, body, category, money) in steps)
        {
            await LoseAsync(tenant, Methods + route, body, fault);
            Assert.Equal(fault is "drop" ? before : money, await tenant.MoneyAsync());
            var retry = await tenant.SendAsync(HttpMethod.Post, Methods + route, body);
            Assert.True((retry.Code, retry.Category()) == (fault is "drop" ? 201 : 200, category), $"{body}: {retry.Text}");
            RepeatOf(retry, await tenant.SendAsync(HttpMethod.Post, Methods + route, body));
            Assert.Equal(money, before = await tenant.MoneyAsync());
        }
    }

    [Fact]
    public async Task A_force_under_the_tracking_id_of_a_denied_payment_is_told_so()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        var (denied, granted) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        DeniedWith("51", "INSUFFICIENT_FUNDS", await tenant.PayAsync(Body(denied, 1, 11, CashOut)));
        await tenant.PayAsync(Body(granted, 1, 1, CashOut));
        var answer = await tenant.ForceAsync(Body(denied, 1, 11, "090908"));
        Assert.Equal((409, "different", "INSUFFICIENT_FUNDS"),
            (answer.Code, answer.Header("x-forceops-replay"), answer.Header("x-forceops-denied")));
        Assert.Contains("an earlier payment that was denied (INSUFFICIENT_FUNDS) and moved nothing",
            answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        // The body keeps the members of the contract.
        Assert.Equal("code, message, authorizations", Refused.Names(answer.Json));
        Assert.Equal("authorization_id, tracking_id, event_date, type, account_id, amount, processing_code",
            Refused.Names(answer.Json.GetProperty("authorizations")));
        Assert.Equal("INSUFFICIENT_FUNDS", (await tenant.PayAsync(Body(denied, 1, 12, CashOut))).Header("x-forceops-denied"));
        Assert.Null((await tenant.ForceAsync(Body(granted, 1, 1, "090908"))).Header("x-forceops-denied"));
    }

    private static string HoldBody(string trackingId, decimal amount, string code, string more = "") =>
        $$"""{"tracking_id":"{{trackingId}}","account_id":1,"amount":{{amount}},"processing_code":"{{code}}"{{more}}}""";

    private static Task LoseAsync(Tenant tenant, string path, string body, string fault) => Assert.ThrowsAsync<HttpRequestException>(
        () => tenant.SendAsync(HttpMethod.Post, path, body, (FaultsOfTenant.Header, fault)));
}
