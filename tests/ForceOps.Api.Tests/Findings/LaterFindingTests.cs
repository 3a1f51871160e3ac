using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Faults;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;
using static ForceOps.Api.Tests.Findings.FindingsOfTenant;

namespace ForceOps.Api.Tests.Findings;

/// <summary>What shows only later: that nothing came again, that an event was worked on twice, that a denial was missed.</summary>
public sealed class LaterFindingTests(SharedService shared)
{
    [Fact]
    public async Task What_never_comes_again_is_found_behind_the_window_and_withdrawn_when_it_comes()
    {
        await using var tenant = (await shared.ConfiguredAsync()).NewTenant();
        var (id, posted) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        await tenant.ForcedAsync(Force(1, 5, posted));
        Assert.Equal(503, (await tenant.ForceAsync(Force(1, 7, id), (Header, "status=503"))).Code);
        Assert.Equal(429, (await tenant.CancelForceAsync(Cancel(posted), (Header, "status=429"))).Code);
        await UntilAsync(async () => await tenant.FoundAsync() is ["cancel-lost.cancel_force", "lost-operation.force"]);
        await tenant.ForcedAsync(Force(1, 7, id));
        Assert.Equal(["cancel-lost.cancel_force"], await tenant.FoundAsync("?severity=high"));
    }

    [Fact]
    public async Task A_finding_outlives_the_requests_that_show_it()
    {
        await using var tenant = (await shared.ConfiguredAsync()).NewTenant();
        await tenant.ForcedAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");
        // The journal of this service has a hundred entries.
        for (var i = 0; i < 11; i++)
            await Task.WhenAll(Enumerable.Range(1, 10).Select(account => tenant.ForcedAsync(Force(account), ("x-cid", "crowd"))));
        Assert.DoesNotContain((await tenant.JournalAsync("?limit=1000")), entry => entry.GetProperty("request").Text("tracking_id") is null);
        Assert.Equal(["no-tracking-id.force"], await tenant.FoundAsync("?severity=high"));
    }

    [Fact]
    public async Task A_receiver_that_works_again_on_a_repeated_event_is_found()
    {
        await using var tenant = shared.NewTenant();
        await using var receiver = Receiver.Start(async one =>
        {
            if (one.Account == 1)
                await tenant.ForceAsync(Force(2, 3), ("x-cid", "job"));
            return 200;
        });
        await tenant.PutAsync("/sandbox/webhooks/hook", $$"""{"url":"{{receiver.Url}}","types":["authorization/authorization-event"]}""");
        await tenant.FaultAsync("twice", """{"webhooks":"duplicate"}""", """{"account":1}""");
        await tenant.ForcedAsync(Force(1, 7), ("x-cid", "job"));
        await UntilAsync(async () => (await tenant.FoundAsync()).Contains("webhook-not-idempotent.hook"));
        var finding = Assert.Single(await tenant.FindingsAsync("?rule=webhook-not-idempotent"));
        Assert.Equal(
            [false, true, false], finding.GetProperty("evidence").EnumerateArray().Select(one => one.Text("request_id") is null));
    }

    [Fact]
    public async Task A_cancellation_of_what_was_denied_is_found()
    {
        await using var tenant = shared.NewTenant();
        var id = Tenant.NewTrackingId();
        var denied = Force(1, 7, id).Replace("090907", "XXXXXX", StringComparison.Ordinal);
        Assert.Equal(202, (await tenant.ForceAsync(denied, (Header, "delay=1ms"))).Code);
        await UntilAsync(async () =>
        {
            Assert.Equal(404, (await tenant.CancelForceAsync(Cancel(id))).Code);
            await Task.Delay(300);
            return (await tenant.FoundAsync()).Contains("missed-denial.cancel_force");
        });
    }
}
