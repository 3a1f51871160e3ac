using System.Text.Json;
using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Delayed;

/// <summary>
/// What is asked of an account whose <c>processing</c> is <c>delayed</c>: 202, and posted later, with its events (contract section 6).
/// </summary>
[Collection(LateService.Name)]
public sealed class DelayedAccountTests(LateService late)
{
    [Fact]
    public async Task A_force_is_accepted_moves_nothing_and_is_posted_with_its_events_when_it_is_due()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.DelayAsync(7);
        var trackingId = Tenant.NewTrackingId();

        Assert.Equal(trackingId, DelayedOfTenant.Accepted(await tenant.ForceAsync(Body.Force(trackingId, 7, 5), ("x-cid", "the-first"))));

        Assert.Equal(0, await tenant.BalanceOfAsync(7));
        Assert.Empty(await tenant.EventsAsync());
        Refused.AsProblem(await tenant.FindAsync(trackingId), 404, "NOT_POSTED_YET");
        var waiting = (await tenant.GetAsync("/sandbox/delayed")).Json.GetProperty("items")[0];
        Assert.Equal("id, tracking_id, kind, account_ids, accepted_at, due_at, tries", Refused.Names(waiting));
        Assert.Equal(("force", "[7]"), (waiting.GetProperty("kind").GetString(), waiting.GetProperty("account_ids").GetRawText()));
        Assert.Equal(TimeSpan.FromDays(1), waiting.GetProperty("due_at").GetDateTime() - waiting.GetProperty("accepted_at").GetDateTime());

        await tenant.PostAllAsync();

        Assert.Equal(5, await tenant.BalanceOfAsync(7));
        var posted = (await tenant.FindAsync(trackingId)).Json;
        Assert.Equal(("the-first", "storm", 1), (posted.GetProperty("cid").GetString(), posted.GetProperty("descriptor").GetString(),
            posted.GetProperty("movements").GetArrayLength()));
        var events = await tenant.EventObjectsAsync();
        Assert.Equal(["authorization-event", "change_available"], events.Select(one => one.TypeOf()));
        Assert.All(events, one => Assert.Equal(
            (trackingId, "the-first"), (one.Data().GetProperty("tracking_id").GetString(), one.GetProperty("cid").GetString())));
    }

    [Fact]
    public async Task A_cancel_a_transfer_and_its_cancel_are_accepted_and_posted_too()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        await tenant.OpenAsync(2);
        var force = await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 10));
        var transfer = TransferRoutes.Posted(await tenant.TransferAsync("account:1", "account:2", 30));
        // The receiver's side is enough.
        await tenant.DelayAsync(2);
        var later = DelayedOfTenant.Accepted(await tenant.TransferAsync("account:1", "account:2", 7));
        DelayedOfTenant.Accepted(await tenant.CancelTransferAsync(TransferRoutes.Id(transfer), 20));
        await tenant.DelayAsync(1);
        DelayedOfTenant.Accepted(await tenant.CancelForceAsync($$"""{"authorization_id":{{force}},"amount":4}"""));
        Assert.Equal((80, 30), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));

        await tenant.PostAllAsync();

        Assert.Equal((89, 17), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
        Assert.Equal(2, (await tenant.EventObjectsAsync()).Count(one => one.TypeOf() == "authorization-event"
            && one.Data().GetProperty("tracking_id").GetString() == later));
        Assert.Equal(3, (await tenant.EventObjectsAsync()).Count(one => one.TypeOf() == "authorization-cancellation-event"));
    }

    [Fact]
    public async Task While_it_waits_the_same_request_gets_202_again_and_another_409_and_once_it_is_posted_both_get_409()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.DelayAsync(7);
        var trackingId = Tenant.NewTrackingId();
        var (same, other) = (Body.Force(trackingId, 7, 5), Body.Force(trackingId, 8, 5));
        DelayedOfTenant.Accepted(await tenant.ForceAsync(same));
        // At the same time, so that they meet in one batch as well as in several.
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenant.ForceAsync(same))),
            answer => DelayedOfTenant.Accepted(answer));
        Assert.Equal([trackingId], await tenant.WaitingAsync());

        var taken = await tenant.ForceAsync(other);
        Refused.AsPismo(taken, 409, "TRACKING_ID_IN_USE");
        Assert.Equal("different", taken.Header("x-forceops-replay"));
        Refused.AsPismo(await tenant.TransferAsync("outside:x", "account:8", 5, $",\"tracking_id\":\"{trackingId}\""), 409,
            "TRACKING_ID_IN_USE");

        await tenant.PostAllAsync();
        var (repeat, conflict) = (await tenant.ForceAsync(same), await tenant.ForceAsync(other));
        Assert.Equal((409, "same"), (repeat.Code, repeat.Header("x-forceops-replay")));
        Assert.Equal((409, "different"), (conflict.Code, conflict.Header("x-forceops-replay")));
        Assert.Equal(
            (await tenant.FindAsync(trackingId)).Json.GetProperty("id").GetInt64(),
            repeat.Json.GetProperty("authorizations").GetProperty("authorization_id").GetInt64());
        Assert.Equal(5, await tenant.BalanceOfAsync(7));
    }

    [Fact]
    public async Task What_is_due_on_one_account_is_posted_in_the_order_of_acceptance()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.DelayAsync(7);
        for (var i = 1; i <= 40; i++)
            DelayedOfTenant.Accepted(await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 7, i)));

        await tenant.PostAllAsync();

        var movements = (await tenant.GetAsync("/sandbox/accounts/7/movements?limit=100")).Json.GetProperty("items").EnumerateArray();
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (decimal)i),
            movements.Select(one => one.GetProperty("amount").GetDecimal()).Reverse());
    }

    [Fact]
    public async Task What_nobody_can_place_is_refused_at_once()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.DelayAsync(7);
        var waiting = DelayedOfTenant.Accepted(await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 7, 5)));
        Refused.AsPismo(await tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), Tenant.NewTrackingId())), 404,
            "AUTHORIZATION_NOT_FOUND");
        // It has no authorization yet that could be canceled.
        Refused.AsPismo(await tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), waiting)), 404, "AUTHORIZATION_NOT_FOUND");
    }

    [Fact]
    public async Task The_card_dialects_have_no_word_for_it_and_post_at_once()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.DelayAsync(long.Parse(BluefinCalls.Account));
        Assert.Equal(200, (await tenant.BluefinForceAsync(BluefinCalls.Sample)).Code);
        await tenant.DelayAsync(100004000100157);
        Assert.Equal(201, (await tenant.ForcedPostAsync(FiservCalls.Sample)).Code);
        Assert.Empty(await tenant.WaitingAsync());
    }

    [Fact]
    public async Task The_list_goes_page_by_page_and_other_orgs_see_nothing_of_it()
    {
        await using var tenant = late.Service.NewTenant();
        await using var other = late.Service.NewTenant();
        await tenant.DelayAsync(7);
        for (var i = 0; i < 3; i++)
            DelayedOfTenant.Accepted(await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 7, 1)));
        var first = (await tenant.GetAsync("/sandbox/delayed?limit=2")).Json;
        var second = (await tenant.GetAsync($"/sandbox/delayed?limit=2&after={first.GetProperty("next").GetString()}")).Json;
        Assert.Equal((2, 1, JsonValueKind.Null), (first.GetProperty("items").GetArrayLength(),
            second.GetProperty("items").GetArrayLength(), second.GetProperty("next").ValueKind));
        Assert.Empty(await other.WaitingAsync());
        Assert.Equal(400, (await tenant.GetAsync("/sandbox/delayed?after=x")).Code);
    }
}
