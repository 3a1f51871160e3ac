using ForceOps.Api.Tests.Service;

[assembly: AssemblyFixture(typeof(SharedService))]

namespace ForceOps.Api.Tests.Service;

/// <summary>One PostgreSQL and one service for all test classes of the run; each test takes an org of its own.</summary>
public sealed class SharedService : IAsyncLifetime
{
    public TestPostgres Postgres { get; private set; } = null!;

    public RunningService Service { get; private set; } = null!;

    private readonly Lazy<Task<RunningService>> _configured;

    public SharedService() => _configured = new(async () =>
        // A process, because it lives as long as the run: its looks for delayed operations would be counted by tests that count.
        await RunningService.StartProcessAsync(await Postgres.CreateDatabaseAsync(), ConfiguredService.Settings));

    public Tenant NewTenant() => Service.NewTenant();

    /// <summary>The service with settings of its own, which is started when a test first asks for it.</summary>
    internal Task<RunningService> ConfiguredAsync() => _configured.Value;

    public async ValueTask InitializeAsync()
    {
        Postgres = await TestPostgres.StartAsync();
        Service = await RunningService.StartProcessAsync(await Postgres.CreateEmptyDatabaseAsync(), RunningService.CountAtOnce);
    }

    public async ValueTask DisposeAsync()
    {
        if (_configured.IsValueCreated)
            await (await _configured.Value).DisposeAsync();
        await Service.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
