using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Holds;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Payments.PaymentRoutes;

namespace ForceOps.Api.Tests.Payments;

/// <summary>What others see of pre-authorizations: events, timeline, transactions, limits; later, and in snapshots.</summary>
public sealed class PreAuthorizationEventTests(SharedService shared)
{
    [Fact]
    public async Task Each_step_sends_its_event_and_each_change_of_what_is_available()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        var from = (await tenant.EventObjectsAsync()).Count;
        var (waiting, other) = (await tenant.PreAuthorizedAsync(30), await tenant.PreAuthorizedAsync(10));
        var confirmed = await tenant.ConfirmAsync(CancelBody(Tenant.NewTrackingId(), waiting, ""","amount":20"""));
        await tenant.CancelPaymentAsync(CancelBody(Tenant.NewTrackingId(), other));
        await tenant.ConfirmAsync(CancelBody(Tenant.NewTrackingId(), other));

        var events = (await tenant.EventObjectsAsync()).Skip(from).ToList();
        var platform = events.Where(one => one.TypeOf() == "platform-authorization").Select(EventsOfTenant.Data).ToList();
        Assert.Equal(
            ["AUTHORIZATION 30 True", "AUTHORIZATION 10 True", "CONFIRMATION 20 False", "CANCELLATION 10 True", "DENIED 10 False"],
            platform.Select(one => Words(one, "category", "principal_amount") + $" {one.TryGetProperty("pre_authorization", out _)}"));
        Assert.Equal(
            platform[0].GetProperty("authorization_id").GetInt64(), platform[2].GetProperty("original_authorization_id").GetInt64());
        Assert.Equal("ALREADY_CANCELED", platform[4].GetProperty("denial_code").GetString());
        foreach (var member in confirmed.Json.EnumerateObject())
            Assert.Equal(member.Value.GetRawText(), platform[2].GetProperty(member.Name).GetRawText());
        var changes = events.Where(one => one.TypeOf() == "change_available").Select(EventsOfTenant.Data).ToList();
        Assert.Equal(
            ["DEBIT 30 70", "DEBIT 10 60", "CREDIT 30 90", "DEBIT 20 70", "CREDIT 10 80"],
            changes.Select(one => Words(one, "operation_type", "amount", "available_credit_limit")));
        Assert.Equal(changes[0].GetProperty("id").GetString(), platform[0].GetProperty("available_change").GetProperty("id").GetString());
        Assert.Equal(10, events.Count);
        Assert.Equal(events.Count, events.Select(one => one.GetProperty("event_id").GetString()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_customer_sees_the_confirmation_and_nothing_of_what_waits()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        var waiting = await tenant.PreAuthorizedAsync(30);
        var limits = (await tenant.GetAsync("/balances-limits/v1/accounts/1/limits")).Json;
        Assert.Equal("30 70", Words(limits, "held_amount", "available_credit_limit"));
        const string Lines = "/transactions/v1/accounts/1/transactions";
        Assert.Equal(1, (await tenant.GetAsync(Lines)).Json.GetProperty("total_items").GetInt32());
        Assert.Equal(1, (await tenant.GetAsync("/events/v4/timeline?account_id=1")).Json.GetProperty("count").GetInt32());
        var confirmed = await tenant.ConfirmAsync(CancelBody(Tenant.NewTrackingId(), waiting, ""","amount":20"""));
        var line = (await tenant.GetAsync(Lines)).Json.GetProperty("items")[0];
        Assert.Equal((confirmed.Id(), 20m, "100002"), (line.GetProperty("authorization").GetProperty("id").GetInt64(),
            line.GetProperty("amount").GetDecimal(), line.GetProperty("processing_code").GetString()));
        Assert.Equal(2, (await tenant.GetAsync("/events/v4/timeline?account_id=1")).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task It_counts_for_the_limit_of_the_day_and_its_confirmation_only_with_what_is_more()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        await tenant.OpenAsync(1, """{"limits":{"per_day":40}}""");
        var waiting = await tenant.PreAuthorizedAsync(30);
        DeniedWith("57", "LIMIT_EXCEEDED", await tenant.PayAsync(Body(Tenant.NewTrackingId(), 1, 10.01m, CashOut)));
        DeniedWith("57", "LIMIT_EXCEEDED", await tenant.ConfirmAsync(CancelBody(Tenant.NewTrackingId(), waiting, ""","amount":40.01""")));
        Assert.Equal("CONFIRMATION",
            (await tenant.ConfirmAsync(CancelBody(Tenant.NewTrackingId(), waiting, ""","amount":40"""))).Category());
        DeniedWith("57", "LIMIT_EXCEEDED", await tenant.PayAsync(Body(Tenant.NewTrackingId(), 1, 0.01m, CashOut)));
        Assert.Equal((60, 0, 60), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task On_a_delayed_account_all_steps_are_202_and_done_in_their_order()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        await tenant.DelayAsync(1);
        var (waiting, much) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        DelayedOfTenant.Accepted(await tenant.PayAsync(WaitingBody(waiting, 1, 30)));
        DelayedOfTenant.Accepted(await tenant.PayAsync(WaitingBody(waiting, 1, 30)));
        Assert.Equal(409, (await tenant.PayAsync(Body(waiting, 1, 30, CashOut))).Code);
        DelayedOfTenant.Accepted(await tenant.PayAsync(WaitingBody(much, 1, 71)));
        // What is not posted yet is not there to be confirmed.
        TransferRoutes.RefusedWith(404, "AUTHORIZATION_NOT_FOUND", await tenant.ConfirmAsync(CancelBody(Tenant.NewTrackingId(), waiting)));
        await tenant.PostAllAsync();
        Assert.Equal((100, 30, 70), await tenant.MoneyAsync());
        DeniedOf(await tenant.PayAsync(WaitingBody(much, 1, 71)));
        var confirm = CancelBody(Tenant.NewTrackingId(), waiting, ""","amount":20""");
        var again = CancelBody(Tenant.NewTrackingId(), waiting);
        DelayedOfTenant.Accepted(await tenant.ConfirmAsync(confirm));
        DelayedOfTenant.Accepted(await tenant.ConfirmAsync(again));
        await tenant.PostAllAsync();
        Assert.Equal((200, "CONFIRMATION"), ((await tenant.ConfirmAsync(confirm)).Code, (await tenant.ConfirmAsync(confirm)).Category()));
        DeniedOf(await tenant.ConfirmAsync(again));
        Assert.Equal((80, 0, 80), await tenant.MoneyAsync());
    }

    [Fact]
    public async Task A_snapshot_brings_what_waits_back()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        var waiting = await tenant.PreAuthorizedAsync(30);
        Assert.Equal(201, (await tenant.PutAsync("/sandbox/snapshots/waiting", "{}")).Code);
        var body = CancelBody(Tenant.NewTrackingId(), waiting);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((201, "CONFIRMATION"), ((await tenant.ConfirmAsync(body)) is var answer ? answer.Code : 0, answer.Category()));
            Assert.Equal((70, 0, 70), await tenant.MoneyAsync());
            await tenant.SendAsync(HttpMethod.Post, "/sandbox/snapshots/waiting/restore", null);
            Assert.Equal((100, 30, 70), await tenant.MoneyAsync());
        }
        await tenant.SendAsync(HttpMethod.Post, "/sandbox/reset", null);
        TransferRoutes.RefusedWith(404, "AUTHORIZATION_NOT_FOUND", await tenant.ConfirmAsync(body));
    }

    private static string Words(System.Text.Json.JsonElement json, params string[] names) =>
        string.Join(' ', names.Select(name => json.GetProperty(name).ToString()));

    private static void DeniedOf(Answer repeat) => Assert.Equal((200, "DENIED"), (repeat.Code, repeat.Category()));
}
