using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ForceOps.Postgres.Embedded;

/// <summary>Holds the running server. It is launched as a child process in a session of its own, and stopped by signals.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private const long LargestLog = 8 * 1024 * 1024;

    // exec keeps the process id. The server writes the log itself, so that the server can outlive the service without a reader of
    // its output.
    private const string WithLog = """exec "$@" >>"$0" 2>&1 </dev/null""";

    private static readonly TimeSpan FastLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan QuitLimit = TimeSpan.FromSeconds(7);

    private readonly Process _launcher;
    private readonly Cluster _cluster;
    private readonly string _logFile;
    private readonly long _logStart;
    private bool _stopping;

    private ServerProcess(Process launcher, Cluster cluster, string logFile, long logStart)
    {
        _launcher = launcher;
        _cluster = cluster;
        _logFile = logFile;
        _logStart = logStart;
    }

    /// <summary>True when the server has ended. On Windows, pg_ctl starts the server and ends, so the pid file decides.</summary>
    public bool HasExited => OperatingSystem.IsWindows()
        ? _launcher.HasExited && (_launcher.ExitCode != 0 || !File.Exists(_cluster.PidFile))
        : _launcher.HasExited;

    public static ServerProcess Launch(DataFolder data, Cluster cluster, IEnumerable<(string Name, string Value)> settings)
    {
        var log = new FileInfo(data.LogFile);
        long logStart = log is { Exists: true, Length: <= LargestLog } ? log.Length : 0;
        if (logStart == 0)
        {
            File.WriteAllBytes(data.LogFile, []);
            // The shell opens the log as the service's user. A later service without root's rights must be able to open it as
            // well.
            cluster.User.Own(data.LogFile);
        }

        string[] options = [.. settings.SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" })];
        // Windows uses pg_ctl, since it also drops an administrator's rights, which PostgreSQL refuses.
        IReadOnlyList<string> command = OperatingSystem.IsWindows()
            ? [cluster.Binaries.PgCtl, "start", "-w", "-D", cluster.Folder, "-l", data.LogFile, "-o", string.Join(' ', options)]
            :
            [
                "/bin/sh", "-c", WithLog, data.LogFile,
                .. OwnSession(), .. cluster.User.Command([cluster.Binaries.Postgres, "-D", cluster.Folder, .. options]),
            ];
        Process launcher = ToolRun.Prepare(command, data.Path);
        launcher.Start();
        return new ServerProcess(launcher, cluster, data.LogFile, logStart);
    }

    /// <summary>Returns the last lines that the server wrote since it was launched.</summary>
    public string LastLogLines()
    {
        using var log = new FileStream(_logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Position = Math.Min(_logStart, log.Length);
        using var reader = new StreamReader(log);
        return ToolRun.LastLines(reader.ReadToEnd());
    }

    /// <summary>Waits until the server ends, and logs an error when nobody asked it to end.</summary>
    public async Task WatchAsync(ILogger log)
    {
        if (OperatingSystem.IsWindows())
            await Task.Delay(Timeout.Infinite);
        await _launcher.WaitForExitAsync(CancellationToken.None);
        if (!Volatile.Read(ref _stopping))
            LogDied(log, _launcher.ExitCode, _logFile);
    }

    /// <summary>Sends the fast shutdown and does not wait. A process that forgot to stop its server does this last.</summary>
    public void Interrupt()
    {
        Volatile.Write(ref _stopping, true);
        Signal(UnixCalls.Interrupt);
    }

    /// <summary>
    /// Stops the server with a fast shutdown, or with an immediate one if the fast one takes too long. Nothing committed is lost
    /// either way.
    /// </summary>
    public async Task StopAsync()
    {
        Volatile.Write(ref _stopping, true);
        if (OperatingSystem.IsWindows())
        {
            string[] stop = [_cluster.Binaries.PgCtl, "stop", "-D", _cluster.Folder, "-w", "-t", "20", "-m"];
            if (await ToolRun.RunAsync([.. stop, "fast"], _cluster.Folder, CancellationToken.None) is not { Succeeded: true })
                _ = await ToolRun.RunAsync([.. stop, "immediate"], _cluster.Folder, CancellationToken.None);
            return;
        }

        Signal(UnixCalls.Interrupt);
        if (await ExitsWithinAsync(FastLimit))
            return;
        Signal(UnixCalls.Quit);
        if (await ExitsWithinAsync(QuitLimit))
            return;
        Signal(UnixCalls.Kill);
        await ExitsWithinAsync(QuitLimit);
    }

    public void Dispose() => _launcher.Dispose();

    private void Signal(int signal)
    {
        if (OperatingSystem.IsWindows() || _launcher.HasExited)
            return;
        // Some ways of changing the user leave a process in between, which does not pass every signal on.
        _ = UnixCalls.Send(_cluster.RecordedPid() ?? _launcher.Id, signal);
    }

    private async Task<bool> ExitsWithinAsync(TimeSpan limit)
    {
        using var clock = new CancellationTokenSource(limit, TimeProvider.System);
        try
        {
            await _launcher.WaitForExitAsync(clock.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Ctrl+C in a terminal goes to its whole process group. The server must not stop before the service's queue is drained.
    private static string[] OwnSession() =>
        ProgramPath.Find("setsid") is { } setsid ? [setsid]
        : ProgramPath.Find("perl") is { } perl ? [perl, "-MPOSIX=setsid", "-e", "setsid(); exec @ARGV", "--"]
        : [];

    [LoggerMessage(Level = LogLevel.Error, Message = "The PostgreSQL server ended by itself with code {Code}; its log is {LogFile}")]
    private static partial void LogDied(ILogger log, int code, string logFile);
}

/// <summary>Waits until the server accepts connections to the ledger's database, and makes that database the first time.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // A server that recovers answers "starting up" as long as the recovery takes. A server that does not even listen is stuck.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the server is ready. Returns false when the server ended before it was ready.</summary>
    public static async Task<bool> WaitAsync(
        ServerProcess server, ServerEndpoint endpoint, string password, CancellationToken cancellation)
    {
        long silentSince = TimeProvider.System.GetTimestamp();
        while (!server.HasExited)
        {
            try
            {
                await ConnectAsync(endpoint, password, ServerEndpoint.Database, command: null, cancellation);
                return true;
            }
            catch (PostgresException answer) when (Is(answer, PostgresErrorCodes.InvalidCatalogName))
            {
                await ConnectAsync(
                    endpoint, password, "postgres", $"CREATE DATABASE {ServerEndpoint.Database}", cancellation);
            }
            catch (PostgresException answer) when (Is(answer, PostgresErrorCodes.CannotConnectNow))
            {
                silentSince = TimeProvider.System.GetTimestamp();
            }
            catch (PostgresException answer) when (Is(answer, PostgresErrorCodes.InvalidPassword))
            {
                throw new EmbeddedPostgresException(
                    "The password file in the data folder is not the one that these data were created with.", answer);
            }
            catch (NpgsqlException silence) when (silence.InnerException is SocketException or IOException or TimeoutException)
            {
                if (TimeProvider.System.GetElapsedTime(silentSince) > SilenceLimit)
                {
                    throw new EmbeddedPostgresException(
                        $"PostgreSQL runs, but accepts no connection. The end of its log:\n{server.LastLogLines()}", silence);
                }
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }

        return false;
    }

    private static bool Is(PostgresException answer, string state) =>
        string.Equals(answer.SqlState, state, StringComparison.Ordinal);

    private static async Task ConnectAsync(
        ServerEndpoint endpoint, string password, string database, string? command, CancellationToken cancellation)
    {
        // The connection is not pooled, since a pool of its own would live as long as the process.
        var settings = new NpgsqlConnectionStringBuilder(endpoint.ConnectionString(password, database)) { Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await using (connection)
        {
            await connection.OpenAsync(cancellation);
            if (command is null)
                return;
            var statement = new NpgsqlCommand(command, connection);
            await using (statement)
                await statement.ExecuteNonQueryAsync(cancellation);
        }
    }
}
