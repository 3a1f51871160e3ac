using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;
using ForceOps.Api.Tests.Storm;
using ForceOps.Api.Tests.Tokens;

namespace ForceOps.Api.Tests.Clock;

/// <summary>A reset org has the real time again, at once: the next posting and the next token say so.</summary>
public sealed class ClockResetTests(SharedService shared)
{
    [Fact]
    public async Task Reset_puts_the_clock_back_to_real()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2009-12-31T23:59:59Z");
        var token = ForgedTokens.Header(ForgedTokens.Token(
            tenant.Org, expires: ClockOfTenant.Time("2010-01-01T00:00:00Z").ToUnixTimeSeconds()));
        Assert.Equal(201, (await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1), token)).Code);
        var began = TimeProvider.System.GetUtcNow();

        Assert.Equal(200, (await tenant.ResetAsync()).Code);

        Assert.Equal(401, (await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1), token)).Code);
        Assert.InRange(ClockOfTenant.Time(await tenant.EventDateAsync()), began.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
        Assert.Equal("real", (await tenant.GetAsync("/sandbox/clock")).Mode());
    }
}
