using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Payments.PaymentRoutes;

namespace ForceOps.Api.Tests.Payments;

/// <summary>The events of payments, in lists and webhooks; and payments that are posted later.</summary>
public sealed class PaymentEventTests(SharedService shared)
{
    [Fact]
    public async Task Each_payment_sends_one_event_a_side_and_each_movement_its_change()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(2);
        var (original, transfer) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        var payment = await tenant.FiftyAsync(original);
        await tenant.PayAsync(Body(Tenant.NewTrackingId(), 1, 51, CashOut));
        await tenant.CancelPaymentAsync(CancelBody(Tenant.NewTrackingId(), original, ""","amount":10"""));
        await tenant.PaymentTransferAsync(TransferBody(transfer, 1, 2, 40));
        await tenant.CancelPaymentAsync(CancelBody(Tenant.NewTrackingId(), transfer));
        await tenant.CancelPaymentAsync(CancelBody(Tenant.NewTrackingId(), transfer));

        var events = await tenant.EventObjectsAsync();
        var platform = events.Where(one => one.TypeOf() == "platform-authorization").ToList();
        Assert.Equal(
            [
                "1 AUTHORIZATION CASH_IN 00", "1 DENIED CASH_OUT 51", "1 PARTIAL_CANCELLATION CASH_IN 00", "1 AUTHORIZATION CASH_OUT 00",
                "2 AUTHORIZATION CASH_IN 00", "2 CANCELLATION CASH_IN 00", "1 CANCELLATION CASH_OUT 00", "1 DENIED_CANCELLATION CASH_OUT 12",
            ],
            platform.Select(one => string.Join(' ', Names.Select(name => one.Data().GetProperty(name).ToString()))));
        Assert.All(platform, one => Assert.Equal(("platform-authorization", 1, "ONLINE"), (one.GetProperty("domain").GetString(),
            one.GetProperty("schema_version").GetInt32(), one.Data().GetProperty("clearing_type").GetString())));
        Assert.Equal(payment.Id(), platform[2].Data().GetProperty("original_authorization_id").GetInt64());
        Assert.Equal("INSUFFICIENT_FUNDS", platform[1].Data().GetProperty("denial_code").GetString());
        Assert.False(platform[1].Data().TryGetProperty("available_change", out _));
        Assert.Equal(["change_available"], events.Except(platform).Select(EventsOfTenant.TypeOf).Distinct(StringComparer.Ordinal));
        EventsOfTenant.AssertBalancesContinue(events);
        // The first answer has the members of its event.
        foreach (var member in payment.Json.EnumerateObject())
            Assert.Equal(member.Value.GetRawText(), platform[0].Data().GetProperty(member.Name).GetRawText());
        Assert.Equal(platform.Select(one => one.GetRawText()), await tenant.EventsAsync("&type=platform-authorization"));
    }

    [Fact]
    public async Task A_webhook_may_choose_them()
    {
        await using var receiver = Receiver.Start();
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/payments", $$"""{"url":"{{receiver.Url}}","types":["platform-authorization"]}""");
        await tenant.FiftyAsync(Tenant.NewTrackingId());
        await tenant.PayAsync(Body(Tenant.NewTrackingId(), 1, 51, CashOut));
        var received = await receiver.WaitForAsync(2);
        Assert.Equal(await tenant.EventsAsync("&type=platform-authorization"), received.Select(one => one.Body));
    }

    [Fact]
    public async Task The_timeline_shows_what_moved()
    {
        await using var tenant = shared.NewTenant();
        var original = Tenant.NewTrackingId();
        await tenant.FiftyAsync(original);
        await tenant.PayAsync(Body(Tenant.NewTrackingId(), 1, 51, CashOut));
        await tenant.CancelPaymentAsync(CancelBody(Tenant.NewTrackingId(), original, ""","amount":10"""));
        var lines = (await tenant.GetAsync("/sandbox/accounts/1/timeline")).Json.GetProperty("items").EnumerateArray();
        Assert.Equal(["CASH_IN PARTIAL_CANCELLATION", "CASH_IN AUTHORIZATION"],
            lines.Select(line => $"{line.GetProperty("type").GetString()} {line.GetProperty("category").GetString()}"));
    }

    [Fact]
    public async Task On_a_delayed_account_it_is_202_and_granted_or_denied_later()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        await tenant.DelayAsync(1);
        var (cashIn, cashOut) = (Body(Tenant.NewTrackingId(), 1, 5), Body(Tenant.NewTrackingId(), 1, 6, CashOut));
        DelayedOfTenant.Accepted(await tenant.PayAsync(cashIn));
        DelayedOfTenant.Accepted(await tenant.PayAsync(cashOut));
        await tenant.UntilNothingWaitsAsync();
        Assert.Equal("AUTHORIZATION", (await tenant.PayAsync(cashIn)).Category());
        var denied = await tenant.PayAsync(cashOut);
        Assert.Equal((200, "DENIED"), (denied.Code, denied.Category()));
        Assert.Equal(["AUTHORIZATION", "DENIED"],
            (await tenant.EventObjectsAsync("&type=platform-authorization")).Select(one => one.Data().GetProperty("category").GetString()!));
    }

    [Fact]
    public async Task A_delayed_payment_of_an_account_that_is_not_there_is_told_in_the_same_words()
    {
        await using var tenant = shared.NewTenant();
        var body = Body(Tenant.NewTrackingId(), 9, 5);
        DelayedOfTenant.Accepted(await tenant.PayAsync(body, ("x-forceops-fault", "delay=1ms")));
        await tenant.UntilNothingWaitsAsync();
        var told = Assert.Single(await tenant.EventObjectsAsync());
        Assert.Equal("platform-authorization", told.TypeOf());
        Assert.Equal(("DENIED", "62", "ACCOUNT_NOT_FOUND"), (told.Data().GetProperty("category").GetString(),
            told.Data().GetProperty("response_code").GetString(), told.Data().GetProperty("denial_code").GetString()));
        await tenant.OpenAsync(9);
        Assert.Equal("AUTHORIZATION", (await tenant.PayAsync(body)).Category());
    }

    private static readonly string[] Names = ["account_id", "category", "operation", "response_code"];
}
