using Microsoft.Extensions.Logging;

namespace ForceOps.Postgres.Embedded;

/// <summary>
/// Runs a private, real PostgreSQL server that lives as long as the service. The server's data survive restarts and crashes, of
/// the service and of the server.
/// </summary>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    // Sessions of a killed server may hold its shared memory for a moment, and PostgreSQL does not start before they are gone.
    private const int StartsAfterCrash = 20;
    private static readonly TimeSpan PauseAfterCrash = TimeSpan.FromMilliseconds(250);

    private readonly DataFolderLock _lock;
    private readonly ServerProcess _server;
    private readonly EventHandler _atProcessExit;
    private int _stopped;

    private EmbeddedPostgres(
        DataFolderLock held, ServerProcess server, Task ended, string connectionString, string serviceConnectionString, string version)
    {
        Ended = ended;
        _lock = held;
        _server = server;
        ConnectionString = connectionString;
        ServiceConnectionString = serviceConnectionString;
        Version = version;
        // A process may end without disposing anything. The server must not outlive the process.
        _atProcessExit = (_, _) => _server.Interrupt();
        AppDomain.CurrentDomain.ProcessExit += _atProcessExit;
    }

    /// <summary>
    /// The connection string for Npgsql. It names the superuser <c>forceops</c> and the database <c>forceops</c>, over a unix
    /// socket or the loopback.
    /// </summary>
    public string ConnectionString { get; }

    /// <summary>
    /// The connection string of the user <c>forceops_service</c>, whom the migrator makes: the service works as this user, and
    /// migrates as the superuser.
    /// </summary>
    public string ServiceConnectionString { get; }

    /// <summary>
    /// The task that completes when the server has ended, whether or not it was asked to end. On Windows the task never
    /// completes, since pg_ctl leaves no process to watch.
    /// </summary>
    public Task Ended { get; }

    /// <summary>The server's version, such as <c>18.4</c>.</summary>
    public string Version { get; }

    /// <summary>
    /// Starts the server and returns once it accepts connections. The first start creates the data. Throws
    /// <see cref="EmbeddedPostgresException"/> when another service uses the data folder, when no PostgreSQL is found, and when
    /// the server does not come up (with the end of its log).
    /// </summary>
    public static async Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options, ILogger log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        long began = TimeProvider.System.GetTimestamp();
        try
        {
            var data = DataFolder.Open(options.DataFolder);
            EmbeddedPostgres started = await LockAndStartAsync(data, options, log, cancellation);
            TimeSpan took = TimeProvider.System.GetElapsedTime(began);
            LogStarted(log, started.Version, data.Path, took);
            return started;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                $"PostgreSQL could not be started on the data folder {options.DataFolder}: {refused.Message} "
                + "ForceOps__Data chooses another folder.", refused);
        }
    }

    /// <summary>Stops the server with a fast shutdown and frees the data folder. A second call does nothing.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
            return;
        AppDomain.CurrentDomain.ProcessExit -= _atProcessExit;
        await _server.StopAsync();
        _server.Dispose();
        // The lock is released last, so that the next start finds no server here.
        _lock.Dispose();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Does what SIGKILL does to a service, for tests: the lock is released, and the server lives on.</summary>
    internal void Abandon()
    {
        Interlocked.Exchange(ref _stopped, 1);
        AppDomain.CurrentDomain.ProcessExit -= _atProcessExit;
        _lock.Dispose();
    }

    private static async Task<EmbeddedPostgres> LockAndStartAsync(
        DataFolder data, EmbeddedPostgresOptions options, ILogger log, CancellationToken cancellation)
    {
        var held = DataFolderLock.Take(data);
        bool started = false;
        try
        {
            int? existing = data.ExistingMajor();
            ServerUser user = await ServerUser.FindAsync(existing is { } kept ? data.ClusterFolder(kept) : null, cancellation);
            PostgresBinaries binaries = await BinarySearch.FindAsync(options, existing, log, cancellation);
            await user.ReachAsync(data, binaries, cancellation);

            var cluster = new Cluster(data.ClusterFolder(binaries.Major), binaries, user);
            bool clusterExists = cluster.Exists();
            string password = data.Password(clusterExists);
            if (!clusterExists)
                await cluster.CreateAsync(data, password, cancellation);
            var endpoint = ServerEndpoint.Choose(data, user);
            bool crashed = await Predecessor.EndAsync(cluster, endpoint, log, cancellation);

            ServerProcess server = await LaunchAsync(
                data, cluster, endpoint, options, password, crashed ? StartsAfterCrash : 1, cancellation);
            started = true;
            return new EmbeddedPostgres(
                held, server, server.WatchAsync(log), endpoint.ConnectionString(password, ServerEndpoint.Database),
                endpoint.ServiceConnectionString(password), binaries.Version);
        }
        finally
        {
            if (!started)
                held.Dispose();
        }
    }

    private static async Task<ServerProcess> LaunchAsync(
        DataFolder data,
        Cluster cluster,
        ServerEndpoint endpoint,
        EmbeddedPostgresOptions options,
        string password,
        int starts,
        CancellationToken cancellation)
    {
        var settings = await EmbeddedSettings.ForAsync(cluster, endpoint, options.Settings, cancellation);
        for (int start = 1; ; start++)
        {
            var server = ServerProcess.Launch(data, cluster, settings);
            bool ready = false;
            try
            {
                ready = await Readiness.WaitAsync(server, endpoint, password, cancellation);
                if (ready)
                    return server;
                if (start >= starts)
                {
                    throw new EmbeddedPostgresException(
                        $"PostgreSQL {cluster.Binaries.Version} did not start on {cluster.Folder}. The end of its log, {data.LogFile}:\n"
                        + server.LastLogLines());
                }
            }
            finally
            {
                // This runs also when the wait was cancelled: the server must not outlive a failed start.
                if (!ready)
                {
                    await server.StopAsync();
                    server.Dispose();
                }
            }

            await Task.Delay(PauseAfterCrash, TimeProvider.System, cancellation);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL {Version} runs on {Folder}, started in {Took}")]
    private static partial void LogStarted(ILogger log, string version, string folder, TimeSpan took);
}

/// <summary>
/// Reports that the embedded server cannot run here. The message is written for the person who started the service: it says what
/// is wrong and what to do.
/// </summary>
public sealed class EmbeddedPostgresException : Exception
{
    internal EmbeddedPostgresException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
