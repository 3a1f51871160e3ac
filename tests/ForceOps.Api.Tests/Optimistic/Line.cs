using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Optimistic;

/// <summary>
/// An org whose account 1 has 2, a writer that remembers it, another one that does not, and something locked behind which they wait.
/// </summary>
internal sealed class Line : IAsyncDisposable
{
    private Line(Tenant tenant, OwnWriter one, OwnWriter other, HeldLock hold) => (Tenant, One, Other, Hold) = (tenant, one, other, hold);

    internal Tenant Tenant { get; }

    internal OwnWriter One { get; }

    internal OwnWriter Other { get; }

    internal HeldLock Hold { get; }

    internal static Task<Line> BehindAccountAsync(TwoServices services, Func<Tenant, Task>? before = null) => BehindAsync(
        services, tenant => HeldLock.OnAccountAsync(services.First.Database, tenant.Org, 1), before);

    /// <param name="hold">Locks what they are to wait for, once the account is remembered.</param>
    /// <param name="before">What is to be remembered too.</param>
    internal static async Task<Line> BehindAsync(
        TwoServices services, Func<Tenant, Task<HeldLock>> hold, Func<Tenant, Task>? before = null)
    {
        var tenant = services.First.NewTenant();
        if (before is not null)
            await before(tenant);
        var (one, other) = (new OwnWriter(services.First.Database, tenant), new OwnWriter(services.First.Database, tenant));
        await one.LearnAsync(1);
        return new Line(tenant, one, other, await hold(tenant));
    }

    public async ValueTask DisposeAsync()
    {
        await Hold.DisposeAsync();
        await Other.DisposeAsync();
        await One.DisposeAsync();
        await Tenant.DisposeAsync();
    }
}
