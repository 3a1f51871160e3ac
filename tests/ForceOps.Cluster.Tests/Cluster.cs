using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(ForceOps.Cluster.Tests.Cluster))]

namespace ForceOps.Cluster.Tests;

/// <summary>
/// The cluster whose coordinator FORCEOPS_TEST_CITUS names (a connection string of a superuser), a database on it, and a service. Its
/// servers run on this machine, since the tests kill them: their data folders are read from the servers themselves.
/// </summary>
public sealed class Cluster : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _name = "forceops_" + Guid.NewGuid().ToString("N")[..12];
    private readonly List<Node> _nodes = [];
    private TestCluster? _servers;
    private ServiceProcess? _service;

    /// <summary>The coordinator, and behind it the workers.</summary>
    internal IReadOnlyList<Node> Nodes
    {
        get
        {
            Assert.SkipWhen(_servers is null, "NOT RUN: FORCEOPS_TEST_CITUS names no coordinator of a Citus cluster (docs/scale.md)");
            return _nodes;
        }
    }

    internal HttpClient Client { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("FORCEOPS_TEST_CITUS") is not { Length: > 0 } coordinator)
            return;
        _servers = await TestCluster.FindAsync(coordinator)
            ?? throw new InvalidOperationException("FORCEOPS_TEST_CITUS names a server that coordinates nothing");
        await _servers.CreateDatabaseAsync(_name);
        foreach (var server in _servers.Workers.Prepend(coordinator))
            _nodes.Add(await Node.AtAsync(TestCluster.Of(server, _name)));
        await StartServiceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_service is not null)
            await _service.DisposeAsync();
        if (_servers is not null)
            await _servers.DropDatabaseAsync(_name);
    }

    internal async Task StartServiceAsync()
    {
        var (service, url) = await ServiceProcess.StartAsync(
            [("ConnectionStrings:Ledger", _nodes[0].ConnectionString), ("ForceOps:Ledger:Distributed", "true")], Patience);
        _service = service;
        Client.Dispose();
        Client = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
    }

    internal Task KillServiceAsync() => _service!.KillAsync();
}

/// <summary>One server of the cluster, with the database of the tests.</summary>
internal sealed record Node(string ConnectionString, string Folder, string Programs)
{
    internal static async Task<Node> AtAsync(string connectionString) => new(
        connectionString, await ScalarAsync<string>(connectionString, "SELECT current_setting('data_directory')"),
        await ScalarAsync<string>(connectionString, "SELECT setting FROM pg_config WHERE name = 'BINDIR'"));

    internal Task<T> ReadAsync<T>(string sql) => ScalarAsync<T>(ConnectionString, sql);

    /// <summary><c>kill -9</c> of the postmaster, as a power cut does it.</summary>
    internal async Task KillAsync() => await ShellAsync($"kill -9 $(head -1 '{Folder}/postmaster.pid')");

    /// <summary>Starts the server again, as the user who owns its data.</summary>
    internal async Task StartAsync() => await ShellAsync(
        $"cd /; export HOME='{Folder}'; for i in $(seq 100); do setpriv --reuid=$(stat -c %u '{Folder}') --regid=$(stat -c %g '{Folder}') --clear-groups "
            + $"'{Programs}/pg_ctl' -w -D '{Folder}' -l '{Folder}/log' start > /dev/null 2>&1 && exit 0; sleep 0.2; done; exit 1");

    private static async Task<T> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ShellAsync(string script)
    {
        using var shell = Process.Start("sh", ["-c", script]);
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
    }
}
