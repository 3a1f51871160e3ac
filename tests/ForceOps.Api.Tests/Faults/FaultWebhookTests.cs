using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;

namespace ForceOps.Api.Tests.Faults;

/// <summary>Deliveries that consumers must survive: twice, and in another order. Every event still arrives.</summary>
public sealed class FaultWebhookTests(SharedService shared)
{
    [Fact]
    public async Task Events_of_the_operations_that_match_come_twice_with_the_same_bytes()
    {
        await using var receiver = Receiver.Start();
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}"}""");
        await tenant.FaultAsync("twice", """{"webhooks":"duplicate"}""", """{"account":1,"amount":7,"tracking_id_prefix":"dup-"}""");
        var trackingId = $"dup-{Tenant.NewTrackingId()}";
        await tenant.ForcedAsync(Force(1, 7, trackingId));
        await tenant.ForcedAsync(Force(1, 8));
        await tenant.ForcedAsync(Force(2, 7, $"dup-{Tenant.NewTrackingId()}"));

        await receiver.WaitForAsync(6);
        await WebhookTests.UntilAsync(() => receiver.All.Count >= 8);

        var tries = receiver.All.GroupBy(one => one.Id, StringComparer.Ordinal).ToList();
        Assert.All(tries, same => Assert.Single(same.Select(one => one.Body).Distinct(StringComparer.Ordinal)));
        // At least: a receiver that answers too late gets an event once more, without any fault.
        var twice = tries.Where(same => string.Equals(same.First().TrackingId, trackingId, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, twice.Count);
        Assert.All(twice, same => Assert.True(same.Count() >= 2));
        // The rule counted these two events, and no other.
        var rule = (await tenant.GetAsync("/sandbox/faults/twice")).Json;
        Assert.Equal((2, 2), (rule.GetProperty("matched").GetInt64(), rule.GetProperty("struck").GetInt64()));
        WebhookTests.AssertInOrder(await tenant.EventsAsync(), receiver.All);
    }

    [Fact]
    public async Task Events_of_the_operation_that_matches_come_after_the_next_one_of_the_account()
    {
        await using var receiver = Receiver.Start();
        var service = await shared.ConfiguredAsync();
        await using var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}"}""");
        await tenant.FaultAsync("late", """{"webhooks":"reorder"}""", """{"amount":2}""");
        foreach (var amount in (int[])[1, 2, 3, 4])
            await tenant.ForcedAsync(Force(1, amount));
        await tenant.ForcedAsync(Force(9, 1));

        var got = await receiver.WaitForAsync(10);

        string[] expected =
        [
            "1 authorization-event", "1 change_available", "3 authorization-event", "2 authorization-event", "2 change_available",
            "3 change_available",
            "4 authorization-event", "4 change_available",
        ];
        var ofAccount = got.DistinctBy(one => one.Id, StringComparer.Ordinal).Where(
            one => one.Account == 1).Select(one => $"{one.Json.Data().GetProperty("amount").GetDecimal()} {one.Type}").ToList();
        Assert.Equal(expected, ofAccount);
    }

    [Fact]
    public async Task An_event_that_nothing_overtakes_comes_alone_and_a_failing_receiver_gets_all()
    {
        await using var receiver = Receiver.Start(one => one.Number % 2 == 0 ? 503 : 200);
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Faults:ReorderWait", "00:00:00.200"));
        await using var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}"}""");
        await tenant.FaultAsync("late", """{"webhooks":"reorder"}""");
        for (var i = 0; i < 5; i++)
            await tenant.ForcedAsync(Force(1, 1 + i));

        var got = await receiver.WaitForAsync(10);

        Assert.Equal((await tenant.EventsAsync()).Order(StringComparer.Ordinal),
            got.Select(one => one.Body).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
