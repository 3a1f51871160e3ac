using ForceOps.Postgres.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ForceOps;

/// <summary>A temporary data folder with what the tests do to the server in it.</summary>
internal sealed class ServerFolder : IDisposable
{
    private const UnixFileMode OpenToAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("forceops-").FullName;

    public ServerFolder(string name = "data")
    {
        // Root's server runs as another user, who must get through.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_root, OpenToAll);
        Options = new EmbeddedPostgresOptions { DataFolder = Path.Combine(_root, name) };
    }

    public EmbeddedPostgresOptions Options { get; }

    public string EmptyCache => Path.Combine(_root, "cache");

    public Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions? options = null) =>
        EmbeddedPostgres.StartAsync(options ?? Options, NullLogger.Instance, CancellationToken.None);

    public static async Task<T> ScalarAsync<T>(EmbeddedPostgres server, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Commits a row that a later start must show.</summary>
    public static Task<int> CommitAsync(EmbeddedPostgres server) =>
        ScalarAsync<int>(server, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42) RETURNING n");

    public static Task<int> CommittedAsync(EmbeddedPostgres server) => ScalarAsync<int>(server, "SELECT n FROM kept");

    /// <summary>The superuser's way into the server that a service runs on the folder.</summary>
    public string OwnersConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Path.Combine(Options.DataFolder, "run"), Username = "forceops", Database = "forceops", SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable,
        Password = File.ReadAllText(Path.Combine(Options.DataFolder, "password")).Trim(),
    }.ConnectionString;

    public int PostmasterPid(int major) =>
        int.Parse(File.ReadLines(PidFile(major)).First(), System.Globalization.CultureInfo.InvariantCulture);

    public string PidFile(int major) => Path.Combine(ClusterFolder(major), "postmaster.pid");

    public string ClusterFolder(int major) => Path.Combine(Options.DataFolder, $"pg{major}");

    public static int MajorOf(EmbeddedPostgres server) =>
        int.Parse(server.Version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
