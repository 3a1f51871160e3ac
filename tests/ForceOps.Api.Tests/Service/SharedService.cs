using ForceOps.Api.Tests.Service;

[assembly: AssemblyFixture(typeof(SharedService))]

namespace ForceOps.Api.Tests.Service;

/// <summary>One PostgreSQL and one service for all test classes of the run; each test takes an org of its own.</summary>
public sealed class SharedService : IAsyncLifetime
{
    public TestPostgres Postgres { get; private set; } = null!;

    public RunningService Service { get; private set; } = null!;

    public Tenant NewTenant() => Service.NewTenant();

    public async ValueTask InitializeAsync()
    {
        Postgres = await TestPostgres.StartAsync();
        Service = await RunningService.StartAsync(await Postgres.CreateEmptyDatabaseAsync(), RunningService.CountAtOnce);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
