using Testcontainers.PostgreSql;

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// Holds a PostgreSQL in a container, for a machine with a Docker engine. FORCEOPS_TEST_IMAGE names the image; an image that the engine
/// has is not pulled.
/// </summary>
internal sealed class PostgresContainer : IAsyncDisposable
{
    private const string Name = "forceops";

    private readonly PostgreSqlContainer _container;

    private PostgresContainer(PostgreSqlContainer container) => _container = container;

    internal string ConnectionString => _container.GetConnectionString();

    internal static async Task<PostgresContainer> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var image = Environment.GetEnvironmentVariable("FORCEOPS_TEST_IMAGE") is { Length: > 0 } named ? named : "postgres:18";
        var container = new PostgreSqlBuilder(image)
            .WithDatabase(Name).WithUsername(Name).WithPassword(Name)
            .WithCommand([.. settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"])])
            .Build();
        await container.StartAsync();
        return new PostgresContainer(container);
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
