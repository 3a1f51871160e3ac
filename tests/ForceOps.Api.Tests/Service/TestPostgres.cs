using ForceOps.Postgres.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// The PostgreSQL of a test run: the one that FORCEOPS_TEST_POSTGRES names (a connection string, of compose's database for
/// example), else an embedded one in a folder of its own. Every service of the run gets a database of its own in it.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    // The embedded server is sized for one service; here a dozen of them share it, and one that finds no connection answers 503.
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["max_connections"] = "400" };

    private readonly List<string> _databases = [];
    private EmbeddedPostgres? _embedded;
    private string? _folder;
    private string _connectionString = "";

    public static async Task<TestPostgres> StartAsync()
    {
        var server = new TestPostgres();
        if (Environment.GetEnvironmentVariable("FORCEOPS_TEST_POSTGRES") is { Length: > 0 } given)
        {
            server._connectionString = given;
            return server;
        }
        server._folder = Path.Combine(Path.GetTempPath(), "forceops-tests-" + Guid.NewGuid().ToString("N")[..12]);
        server._embedded = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataFolder = server._folder, Settings = Settings }, NullLogger.Instance, CancellationToken.None);
        server._connectionString = server._embedded.ConnectionString;
        return server;
    }

    /// <summary>A new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = "forceops_" + Guid.NewGuid().ToString("N")[..12];
        await ExecuteAsync(_connectionString, $"CREATE DATABASE {name}");
        lock (_databases)
            _databases.Add(name);
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_embedded is null)
        {
            foreach (var name in _databases)
                await ExecuteAsync(_connectionString, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            return;
        }
        await _embedded.DisposeAsync();
        Directory.Delete(_folder!, recursive: true);
    }

    internal static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
