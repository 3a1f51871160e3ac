using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>
/// Two service processes on one database, which was empty when both of them started: one of them migrated it. The test classes that
/// share them run one after the other, each test with an org of its own.
/// </summary>
[CollectionDefinition(Name)]
public sealed class TwoServices(SharedService shared) : IAsyncLifetime, ICollectionFixture<TwoServices>
{
    public const string Name = "two services";

    public RunningService First { get; private set; } = null!;

    public RunningService Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        // Long: callers wait behind a lock of the test, on a machine that may be busy.
        (string, string) patient = ("ForceOps:Ledger:LockTimeout", "00:01:00");
        var starts = await Task.WhenAll(
            RunningService.StartProcessAsync(database, patient), RunningService.StartProcessAsync(database, patient));
        (First, Second) = (starts[0], starts[1]);
    }

    /// <summary>One org, reached through either of them.</summary>
    public (Tenant First, Tenant Second) NewTenant()
    {
        var tenant = First.NewTenant();
        return (tenant, new Tenant(Second, tenant.Org));
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
