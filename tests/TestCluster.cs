using Npgsql;

namespace ForceOps;

/// <summary>
/// A Citus cluster that somebody has set up for tests: a coordinator, and the workers that the database of the given connection string
/// knows. Each database of the tests is made on all of them. The tests and ForceOps.Cluster.Tests compile this file.
/// </summary>
internal sealed class TestCluster
{
    private static readonly SemaphoreSlim Turn = new(1);

    private readonly string _coordinator;
    private readonly IReadOnlyList<string> _workers;

    private TestCluster(string coordinator, IReadOnlyList<string> workers) => (_coordinator, _workers) = (coordinator, workers);

    /// <summary>Connection strings of the workers, in the order of their node ids.</summary>
    internal IReadOnlyList<string> Workers => _workers;

    /// <summary>Finds the cluster that a server coordinates; null when it coordinates none.</summary>
    internal static async Task<TestCluster?> FindAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var there = new NpgsqlCommand("SELECT to_regclass('pg_catalog.pg_dist_node') IS NOT NULL", connection))
        {
            if (!(bool)(await there.ExecuteScalarAsync())!)
                return null;
        }
        var workers = new List<string>();
        await using var nodes = new NpgsqlCommand("SELECT nodename, nodeport FROM pg_dist_node WHERE groupid > 0 ORDER BY nodeid", connection);
        await using var reader = await nodes.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            workers.Add(new NpgsqlConnectionStringBuilder(connectionString)
            {
                Host = reader.GetString(0), Port = reader.GetInt32(1),
            }.ConnectionString);
        }
        return new TestCluster(connectionString, workers);
    }

    /// <summary>Tells whether a connection string leads to the coordinator, and not to a server that a test has for itself.</summary>
    internal bool Has(string connectionString)
    {
        var (asked, own) = (new NpgsqlConnectionStringBuilder(connectionString), new NpgsqlConnectionStringBuilder(_coordinator));
        return string.Equals(asked.Host, own.Host, StringComparison.Ordinal) && asked.Port == own.Port;
    }

    /// <summary>Makes a database on every server, and makes the servers one cluster in it.</summary>
    internal async Task CreateDatabaseAsync(string name)
    {
        // The servers tell each other of roles and nodes, which two at a time cannot.
        await Turn.WaitAsync();
        try
        {
            foreach (var server in _workers.Prepend(_coordinator))
            {
                await ExecuteAsync(server, $"CREATE DATABASE {name}");
                await ExecuteAsync(Of(server, name), "CREATE EXTENSION citus");
            }
            var coordinator = new NpgsqlConnectionStringBuilder(_coordinator);
            await ExecuteAsync(Of(_coordinator, name), $"SELECT citus_set_coordinator_host('{coordinator.Host}', {coordinator.Port})");
            foreach (var worker in _workers.Select(worker => new NpgsqlConnectionStringBuilder(worker)))
                await ExecuteAsync(Of(_coordinator, name), $"SELECT citus_add_node('{worker.Host}', {worker.Port})");
        }
        finally
        {
            Turn.Release();
        }
    }

    internal async Task DropDatabaseAsync(string name)
    {
        foreach (var server in _workers.Prepend(_coordinator))
            await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    internal static string Of(string server, string database) =>
        new NpgsqlConnectionStringBuilder(server) { Database = database, Pooling = false }.ConnectionString;

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
