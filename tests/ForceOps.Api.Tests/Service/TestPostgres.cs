using ForceOps.Postgres.Embedded;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// The PostgreSQL of a test run: the one that FORCEOPS_TEST_POSTGRES names (a connection string, of compose's database for
/// example, or the word container for one that the run starts), else an embedded one in a folder of its own. Every service of the run
/// gets a database of its own in it.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    // The embedded server is sized for one service; here a dozen of them share it, and one that finds no connection answers 503.
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["max_connections"] = "400" };

    private readonly List<string> _databases = [];
    private readonly Lazy<Task<string>> _migrated;
    private EmbeddedPostgres? _embedded;
    private PostgresContainer? _container;
    private string? _folder;
    private string _connectionString = "";

    /// <summary>The cluster whose coordinator the run uses; null for one server.</summary>
    internal static TestCluster? Cluster { get; private set; }

    /// <summary>True when a connection string leads to the cluster's coordinator, whose tables are distributed.</summary>
    internal static bool IsOnCluster(string database) => Cluster?.Has(database) is true;

    /// <summary>The options of a writer of a test's own on a database of the run.</summary>
    internal static WriterOptions Writer => new() { IsDistributed = Cluster is not null };

    /// <summary>Skips the rest of a test that looks at what only one server has; says why.</summary>
    internal static void SkipOnCluster(string database, string reason) =>
        Assert.SkipWhen(IsOnCluster(database), $"NOT RUN on a cluster: {reason}");

    private TestPostgres() => _migrated = new Lazy<Task<string>>(MigrateOneAsync);

    public static async Task<TestPostgres> StartAsync()
    {
        var server = new TestPostgres();
        if (Environment.GetEnvironmentVariable("FORCEOPS_TEST_POSTGRES") is { Length: > 0 } given)
        {
            if (string.Equals(given, "container", StringComparison.Ordinal))
                server._container = await PostgresContainer.StartAsync(Settings);
            server._connectionString = server._container?.ConnectionString ?? given;
            Cluster = await TestCluster.FindAsync(server._connectionString);
            return server;
        }
        server._folder = Path.Combine(Path.GetTempPath(), "forceops-tests-" + Guid.NewGuid().ToString("N")[..12]);
        server._embedded = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataFolder = server._folder, Settings = Settings }, NullLogger.Instance, CancellationToken.None);
        server._connectionString = server._embedded.ConnectionString;
        return server;
    }

    /// <summary>
    /// A new database with this build's tables and nothing in them. It is a copy: a service that has to migrate first takes three times as
    /// long to start, and that it can is tested where a database is empty.
    /// </summary>
    public async Task<string> CreateDatabaseAsync()
    {
        if (Cluster is null)
            return await CreateAsync($" TEMPLATE {await _migrated.Value}");
        // The maintenance of a cluster is connected to each of its databases, which therefore cannot be copied.
        var database = await CreateAsync("");
        await Database.Migrations.MigrateAsync(database);
        return database;
    }

    /// <summary>A new database without any table.</summary>
    public Task<string> CreateEmptyDatabaseAsync() => CreateAsync("");

    /// <summary>
    /// The same database as the user that its services work as, who is no owner of anything: whatever a test does through a service is
    /// done without the right to change or remove what is posted.
    /// </summary>
    public static NpgsqlConnectionStringBuilder AsService(string database) =>
        new(database) { Username = "forceops_tests_service", Password = "forceops_tests_service" };

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_container is not null)
        {
            await _container.DisposeAsync();
            return;
        }
        if (_embedded is null)
        {
            foreach (var name in _databases)
                await (Cluster?.DropDatabaseAsync(name) ?? ExecuteAsync(_connectionString, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            return;
        }
        await _embedded.DisposeAsync();
        Directory.Delete(_folder!, recursive: true);
    }

    /// <summary>The database that others are copied from; nobody may be connected to it while that is done.</summary>
    private async Task<string> MigrateOneAsync()
    {
        var database = await CreateEmptyDatabaseAsync();
        await Database.Migrations.MigrateAsync(database);
        return new NpgsqlConnectionStringBuilder(database).Database!;
    }

    private async Task<string> CreateAsync(string copied)
    {
        var name = "forceops_" + Guid.NewGuid().ToString("N")[..12];
        if (Cluster is null)
            await ExecuteAsync(_connectionString, $"CREATE DATABASE {name}{copied}");
        else
            await Cluster.CreateDatabaseAsync(name);
        lock (_databases)
            _databases.Add(name);
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
    }

    internal static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
