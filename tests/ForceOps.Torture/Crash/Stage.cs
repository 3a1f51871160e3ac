using System.Net.Sockets;
using Npgsql;

namespace ForceOps.Torture.Crash;

/// <summary>
/// What a run plays on: a PostgreSQL of its own (on a small disk that can be filled, where this user may mount one), services that reach it
/// through a proxy, and a receiver of webhooks.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>The service is told to wait no longer than this for a silent database.</summary>
    internal static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    private const string Narrow = "narrow";

    private Stage(OwnPostgres postgres, SmallDisk? disk, int services)
    {
        (Postgres, Disk) = (postgres, disk);
        Proxy = new TcpProxy(() => SocketOf(postgres.ConnectionString));
        Services = new Services(services, SettingsFor(DatabaseName));
    }

    internal OwnPostgres Postgres { get; }

    internal SmallDisk? Disk { get; }

    internal TcpProxy Proxy { get; }

    internal WebhookReceiver Receiver { get; } = new();

    internal Services Services { get; }

    private string DatabaseName => Disk is null ? Of(Postgres.ConnectionString).Database! : Narrow;

    internal static async Task<Stage> SetUpAsync(int services)
    {
        var postgres = await OwnPostgres.StartEmptyAsync(("max_connections", "80"));
        var disk = OperatingSystem.IsLinux() ? SmallDisk.TryMount(192, postgres.DataFolder) : null;
        if (disk is not null)
        {
            await ExecuteAsync(postgres, $"CREATE TABLESPACE small LOCATION '{disk.Folder}'");
            await ExecuteAsync(postgres, $"CREATE DATABASE {Narrow} TABLESPACE small");
        }
        // A run that is interrupted leaves no mount behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => disk?.Dispose();
        var stage = new Stage(postgres, disk, services);
        await stage.Services.BringBackAsync();
        return stage;
    }

    /// <summary>The settings of a service on this database: it reaches it through the proxy, and waits are short.</summary>
    internal List<(string Key, string Value)> SettingsFor(string database) =>
    [
        .. OwnPostgres.SettingsOf(
            new NpgsqlConnectionStringBuilder(Postgres.ConnectionString) { Host = "127.0.0.1", Port = Proxy.Port, Database = database }),
        ("ForceOps:Ledger:AnswerTimeout", AnswerTimeout.ToString()), ("ForceOps:Ledger:LockTimeout", "00:00:01"),
        ("ForceOps:Webhooks:TriesMax", "100"), ("ForceOps:Webhooks:RetryDelay", "00:00:00.020"),
        ("ForceOps:Webhooks:RetryDelayMax", "00:00:00.300"), ("ForceOps:Delayed:After", "00:00:00"),
        // Books are swept as soon as that is allowed, and slowly, so that kills fall into it.
        ("ForceOps:Snapshots:SweepInterval", "00:00:00.250"), ("ForceOps:Snapshots:SweepAfter", "00:00:01"), ("ForceOps:Snapshots:SweepChunk", "20"),
        // Half of the start is else spent on compiling well what lives for seconds.
        ("DOTNET_TC_CallCountingDelayMs", "64"),
    ];

    /// <summary>A connection past the proxy, for what an administrator or a foreign program does.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Postgres.ConnectionString) { Pooling = false, Timeout = 30 }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The name is this program's own.</summary>
    internal Task CreateDatabaseAsync(string name) => ExecuteAsync(Postgres, $"CREATE DATABASE {name}");

    internal Task DropDatabaseAsync(string name) => ExecuteAsync(Postgres, $"DROP DATABASE {name} WITH (FORCE)");

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await Receiver.DisposeAsync();
        await Proxy.DisposeAsync();
        await Postgres.DisposeAsync();
        Disk?.Dispose();
    }

    /// <summary>Removes the newest movement, as no service can: triggers and keys are off.</summary>
    internal Task RemoveMovementAsync() => ExecuteAsync(
        Postgres, "SET session_replication_role = replica; DELETE FROM movements WHERE id = (SELECT max(id) FROM movements)", DatabaseName);

    private static async Task ExecuteAsync(OwnPostgres postgres, string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false, Database = database }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlConnectionStringBuilder Of(string connectionString) => new(connectionString);

    private static UnixDomainSocketEndPoint SocketOf(string connectionString) => new($"{Of(connectionString).Host}/.s.PGSQL.{Of(connectionString).Port}");
}
