using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Testcontainers.PostgreSql;

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// Holds a PostgreSQL in a container, for a machine with a Docker engine. FORCEOPS_TEST_IMAGE names the image; an image that the engine
/// has is not pulled. FORCEOPS_TEST_NETWORK=host is for an engine without a network: the container shares the machine's.
/// </summary>
internal sealed class PostgresContainer : IAsyncDisposable
{
    private const string Name = "forceops";

    private readonly PostgreSqlContainer _container;

    private PostgresContainer(PostgreSqlContainer container, string connectionString) =>
        (_container, ConnectionString) = (container, connectionString);

    internal string ConnectionString { get; }

    internal static async Task<PostgresContainer> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var image = Environment.GetEnvironmentVariable("FORCEOPS_TEST_IMAGE") is { Length: > 0 } named ? named : "postgres:18";
        var builder = new PostgreSqlBuilder(image)
            .WithDatabase(Name).WithUsername(Name).WithPassword(Name)
            .WithCommand([.. settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"])]);
        var port = Environment.GetEnvironmentVariable("FORCEOPS_TEST_NETWORK") is "host" ? FreePort() : 0;
        if (port > 0)
        {
            // No port is mapped there, so the server and the look whether it is ready must be told a free one.
            builder = builder.WithEnvironment("PGPORT", port.ToString(CultureInfo.InvariantCulture))
                .WithCreateParameterModifier(create => create.HostConfig!.NetworkMode = "host");
        }
        var container = builder.Build();
        await container.StartAsync();
        var there = new NpgsqlConnectionStringBuilder
        {
            Host = container.Hostname,
            Port = port > 0 ? port : container.GetMappedPublicPort(PostgreSqlBuilder.PostgreSqlPort),
            Database = Name,
            Username = Name,
            Password = Name,
        };
        return new PostgresContainer(container, there.ConnectionString);
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
