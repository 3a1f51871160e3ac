using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Delayed;

/// <summary>A service that posts delayed operations a day later, so that a test decides itself when they are due.</summary>
[CollectionDefinition(Name)]
public sealed class LateService(SharedService shared) : IAsyncLifetime, ICollectionFixture<LateService>
{
    public const string Name = "late service";

    internal static readonly TimeSpan After = TimeSpan.FromDays(1);

    internal static readonly (string Key, string Value) InADay = ("ForceOps:Delayed:After", After.ToString());

    public RunningService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync(), InADay);

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
