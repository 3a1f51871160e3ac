using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ForceOps.Postgres.Embedded;

/// <summary>
/// Ends what a killed service left. Either its server still runs (on Linux, children outlive their parent), or the server was
/// killed too, and its pid file names a process id that by now may belong to any process. This service holds the folder's lock,
/// so no other service can own either of them.
/// </summary>
internal static partial class Predecessor
{
    private static readonly TimeSpan FastLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan QuitLimit = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Ends what is left of an earlier server. Returns true when something was left: then the server did not end cleanly the last
    /// time.
    /// </summary>
    public static async Task<bool> EndAsync(Cluster cluster, ServerEndpoint endpoint, ILogger log, CancellationToken cancellation)
    {
        if (!File.Exists(cluster.PidFile))
            return false;

        if (OperatingSystem.IsWindows())
        {
            // pg_ctl knows whether the process is alive. When pg_ctl has nothing to stop, that is no failure.
            _ = await ToolRun.RunAsync(
                [cluster.Binaries.PgCtl, "stop", "-D", cluster.Folder, "-m", "fast", "-w", "-t", "15"], cluster.Folder, cancellation);
            return true;
        }

        if (cluster.RecordedPid() is { } pid && ServerProcesses.IsPostmaster(pid, cluster.Folder))
        {
            LogOrphan(log, pid, cluster.Folder);
            await EndAsync([pid], cluster.Folder, cancellation);
        }

        // Idle sessions of a killed server end by themselves. A session in a long statement would keep the shared memory.
        List<int> sessions = [.. ServerProcesses.WorkingIn(cluster.Folder)];
        if (sessions.Count > 0)
            await QuitAsync(sessions, cluster.Folder, cancellation);

        // No process of this cluster is left. PostgreSQL would refuse to start if the recorded process id belonged to another
        // process of its user, as happens in containers, where process ids are small and are used again.
        File.Delete(cluster.PidFile);
        endpoint.RemoveLeftovers();
        return true;
    }

    private static async Task EndAsync(List<int> postmaster, string cluster, CancellationToken cancellation)
    {
        Signal(postmaster, UnixCalls.Interrupt);
        if (!await GoneAsync(() => ServerProcesses.IsPostmaster(postmaster[0], cluster), FastLimit, cancellation))
            await QuitAsync(postmaster, cluster, cancellation);
    }

    private static async Task QuitAsync(List<int> processes, string cluster, CancellationToken cancellation)
    {
        Signal(processes, UnixCalls.Quit);
        if (await GoneAsync(AnyAlive, QuitLimit, cancellation))
            return;
        Signal(processes, UnixCalls.Kill);
        await GoneAsync(AnyAlive, KillLimit, cancellation);

        bool AnyAlive() => processes.Exists(pid => ServerProcesses.BelongsTo(pid, cluster));
    }

    private static void Signal(List<int> processes, int signal)
    {
        foreach (int pid in processes)
            _ = UnixCalls.Send(pid, signal);
    }

    private static async Task<bool> GoneAsync(Func<bool> alive, TimeSpan limit, CancellationToken cancellation)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (alive())
        {
            if (TimeProvider.System.GetElapsedTime(began) > limit)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellation);
        }

        return true;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A PostgreSQL server (process {Pid}) of an earlier service still runs on {Folder}; it is stopped first")]
    private static partial void LogOrphan(ILogger log, int pid, string folder);
}

/// <summary>
/// Tells whether a process is a PostgreSQL server of a given cluster. A process id alone proves nothing, since ids are used
/// again.
/// </summary>
internal static class ServerProcesses
{
    /// <summary>Tells whether the process is a postgres that was started on the cluster's folder.</summary>
    public static bool IsPostmaster(int pid, string cluster)
    {
        if (!OperatingSystem.IsLinux())
            return PsCommand(pid) is { } line && line.Contains("postgres", StringComparison.Ordinal)
                && line.Contains("-D " + cluster + " ", StringComparison.Ordinal);

        // A zombie has an empty command line. Sessions show a title instead of arguments.
        string[] arguments = Read($"/proc/{Text(pid)}/cmdline").Split('\0');
        return Path.GetFileName(arguments[0]) is "postgres" or "postmaster"
            && Array.Exists(arguments, argument => string.Equals(argument, cluster, StringComparison.Ordinal));
    }

    /// <summary>Tells whether the process is the cluster's server or one of its sessions.</summary>
    public static bool BelongsTo(int pid, string cluster) => IsPostmaster(pid, cluster) || WorksIn(pid, cluster);

    /// <summary>
    /// Lists the sessions and helpers of the cluster, as far as this user may see them: each has the cluster as its working
    /// folder.
    /// </summary>
    public static IEnumerable<int> WorkingIn(string cluster) =>
        !OperatingSystem.IsLinux() ? []
            : Directory.EnumerateDirectories("/proc")
                .Select(path => IdOf(Path.GetFileName(path)))
                .Where(pid => pid != 0 && WorksIn(pid, cluster));

    // /proc holds other entries than processes too.
    private static int IdOf(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0;

    private static bool WorksIn(int pid, string cluster)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        string title = Read($"/proc/{Text(pid)}/cmdline");
        if (!title.StartsWith("postgres:", StringComparison.Ordinal))
            return false;
        try
        {
            return string.Equals(new FileInfo($"/proc/{Text(pid)}/cwd").LinkTarget, cluster, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string? PsCommand(int pid)
    {
        using Process? ps = Process.Start(
            new ProcessStartInfo("/bin/ps", ["-ww", "-o", "command=", "-p", Text(pid)])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            });
        return ps?.StandardOutput.ReadToEnd().TrimEnd() + " ";
    }

    private static string Text(int pid) => pid.ToString(CultureInfo.InvariantCulture);
}
