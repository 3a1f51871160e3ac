using ForceOps.Api.Tests.Clock;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Delayed;

/// <summary>What waits belongs to the org's state: it goes by the org's clock, away with a reset, and back with a snapshot.</summary>
[Collection(LateService.Name)]
public sealed class DelayedStateTests(LateService late)
{
    [Fact]
    public async Task It_is_due_by_the_orgs_clock_also_when_that_stands_still()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.DelayAsync(7);
        await tenant.FreezeAsync("2030-01-01T00:00:00Z");
        var trackingId = DelayedOfTenant.Accepted(await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 7, 5)));
        await tenant.AdvanceAsync("PT23H59M");
        Assert.Equal([trackingId], await tenant.WaitingAsync());
        await tenant.AdvanceAsync("PT1M");

        await tenant.UntilNothingWaitsAsync();

        var posted = (await tenant.FindAsync(trackingId)).Json;
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero), posted.GetProperty("event_date").GetDateTimeOffset());
    }

    [Fact]
    public async Task It_goes_with_a_reset_and_comes_back_with_a_snapshot_to_be_posted_once()
    {
        await using var tenant = late.Service.NewTenant();
        await tenant.DelayAsync(7);
        var body = Body.Force(Tenant.NewTrackingId(), 7, 5);
        var trackingId = DelayedOfTenant.Accepted(await tenant.ForceAsync(body));
        await tenant.TakeAsync("waiting").SuccessAsync();

        await tenant.ResetAsync().SuccessAsync();
        Assert.Empty(await tenant.WaitingAsync());
        Refused.AsProblem(await tenant.FindAsync(trackingId), 404, "NOT_FOUND");

        await tenant.RestoreAsync("waiting").SuccessAsync();
        DelayedOfTenant.Accepted(await tenant.ForceAsync(body));
        await tenant.PostAllAsync();
        Assert.Equal(5, await tenant.BalanceOfAsync(7));

        // As it was when it was taken, whatever was posted since.
        await tenant.RestoreAsync("waiting").SuccessAsync();
        Assert.Equal([trackingId], await tenant.WaitingAsync());
        await tenant.PostAllAsync();
        Assert.Equal(5, await tenant.BalanceOfAsync(7));
    }
}
