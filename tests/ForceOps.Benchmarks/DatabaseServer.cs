using ForceOps.Postgres.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ForceOps.Benchmarks;

/// <summary>
/// One PostgreSQL for the reference loads and for the service, in a folder of its own, with the embedded server's own settings:
/// what is compared differs in nothing but the service.
/// </summary>
internal sealed class DatabaseServer : IAsyncDisposable
{
    private readonly EmbeddedPostgres _server;
    private readonly string _folder;

    private DatabaseServer(EmbeddedPostgres server, string folder) => (_server, _folder) = (server, folder);

    internal string Version => _server.Version;

    /// <summary>On the file system that is measured.</summary>
    internal string Folder => _folder;

    internal int ProcessId { get; private set; }

    internal static async Task<DatabaseServer> StartAsync(string? programs, CancellationToken stop)
    {
        var folder = Path.Combine(Path.GetTempPath(), "forceops-benchmarks-" + Guid.NewGuid().ToString("N")[..12]);
        var npm = string.Equals(programs, "npm", StringComparison.Ordinal);
        var options = new EmbeddedPostgresOptions
        {
            DataFolder = folder,
            Binaries = npm ? null : programs,
            SearchInstalled = !npm,
            // The one deviation: hot.sql wants 64 sessions, and the embedded server gives the service alone 50.
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["max_connections"] = "120" },
        };
        EmbeddedPostgres started;
        try
        {
            started = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, stop);
        }
        catch (EmbeddedPostgresException refused)
        {
            throw new BenchmarkException(refused.Message);
        }
        var server = new DatabaseServer(started, folder);
        try
        {
            const string firstLine = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)";
            server.ProcessId = int.Parse(await server.AskAsync("postgres", firstLine, stop));
            await server.RequireDurabilityAsync(stop);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    internal async Task<string> CreateDatabaseAsync(string name, CancellationToken stop)
    {
        await RunAsync("postgres", $"CREATE DATABASE {name}", stop);
        return ConnectionString(name);
    }

    internal async Task RunAsync(string database, string sql, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }

    internal async Task<string> AskAsync(string database, string sql, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return Convert.ToString(await command.ExecuteScalarAsync(stop)) ?? "";
    }

    /// <summary>Every run starts right after a checkpoint, so that none has to pay for the pages that the one before it wrote.</summary>
    internal Task CheckpointAsync(CancellationToken stop) => RunAsync("postgres", "CHECKPOINT", stop);

    /// <summary>How pgbench gets here; its password goes where no list of processes shows it.</summary>
    internal IReadOnlyDictionary<string, string> Environment(string database)
    {
        var settings = new NpgsqlConnectionStringBuilder(_server.ConnectionString);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PGHOST"] = settings.Host!,
            ["PGPORT"] = settings.Port.ToString(),
            ["PGUSER"] = settings.Username!,
            ["PGPASSWORD"] = settings.Password!,
            ["PGDATABASE"] = database,
        };
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = database }.ConnectionString;

    private async Task RequireDurabilityAsync(CancellationToken stop)
    {
        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
        {
            if (await AskAsync("postgres", $"SHOW {setting}", stop) is not "on" and var value)
                throw new BenchmarkException($"{setting} is {value}: only durable postings count.");
        }
    }
}
