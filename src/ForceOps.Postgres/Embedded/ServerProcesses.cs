using System.Diagnostics;
using System.Globalization;

namespace ForceOps.Postgres.Embedded;

/// <summary>Tells whether a process is a PostgreSQL server of a given cluster. A process id alone proves nothing: ids come again.</summary>
internal static class ServerProcesses
{
    /// <summary>Whether the process is a postgres that was started on the cluster's folder.</summary>
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

    /// <summary>Whether the process is the cluster's server or one of its sessions.</summary>
    public static bool BelongsTo(int pid, string cluster) => IsPostmaster(pid, cluster) || WorksIn(pid, cluster);

    /// <summary>Sessions and helpers of the cluster, as far as we may see: each has the cluster as its working folder.</summary>
    public static IEnumerable<int> WorkingIn(string cluster) =>
        !OperatingSystem.IsLinux() ? []
            : Directory.EnumerateDirectories("/proc")
                .Select(path => IdOf(Path.GetFileName(path)))
                .Where(pid => pid != 0 && WorksIn(pid, cluster));

    // /proc holds other things than processes too.
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
