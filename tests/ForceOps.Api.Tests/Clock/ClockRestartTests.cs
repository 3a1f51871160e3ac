using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Clock;

/// <summary>A clock that was set is set after a crash.</summary>
public sealed class ClockRestartTests(SharedService shared)
{
    [Fact]
    public async Task A_killed_service_comes_back_with_every_orgs_clock()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        var killed = await RunningService.StartProcessAsync(database);
        var (frozen, moved) = (killed.NewTenant(), killed.NewTenant());
        await frozen.FreezeAsync("2031-01-01T00:00:00Z");
        await frozen.EventDateAsync();
        await moved.AdvanceAsync("P1000D");
        await killed.KillAsync();
        await killed.DisposeAsync();

        await using var next = await RunningService.StartAsync(database);

        await using var frozenAgain = new Tenant(next, frozen.Org);
        await using var movedAgain = new Tenant(next, moved.Org);
        Assert.Equal("2031-01-01T00:00:00.000Z", await frozenAgain.EventDateAsync());
        Assert.Equal("P1000D", (await movedAgain.GetAsync("/sandbox/clock")).Json.GetProperty("offset").GetString());
        Assert.InRange(ClockOfTenant.Time(await movedAgain.EventDateAsync()), TimeProvider.System.GetUtcNow().AddDays(999),
            TimeProvider.System.GetUtcNow().AddDays(1000));
    }
}
