using System.Diagnostics;
using System.Text;

namespace ForceOps.Postgres.Embedded;

/// <summary>Holds one finished run of a command line program: its exit code and its whole output.</summary>
internal sealed record ToolRun(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Runs the program to its end. Returns null when it cannot be started at all.</summary>
    public static async Task<ToolRun?> RunAsync(
        IReadOnlyList<string> command, string workingFolder, CancellationToken cancellation)
    {
        var output = new StringBuilder();
        using Process process = Prepare(command, workingFolder);
        process.StartInfo.RedirectStandardInput = true;
        process.StartInfo.RedirectStandardOutput = true;
        process.StartInfo.RedirectStandardError = true;
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;

        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            // The wait lasts until the children are gone too, so that no process writes into a folder that the caller now
            // removes.
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return new ToolRun(process.ExitCode, output.ToString());

        void Collect(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            // Each of the two streams arrives on a thread of its own.
            lock (output)
                output.AppendLine(line.Data);
        }
    }

    /// <summary>Makes a process with the environment that every program here gets.</summary>
    public static Process Prepare(IReadOnlyList<string> command, string workingFolder)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            // The unprivileged user may not be able to read the service's own working folder, and PostgreSQL asks for its working
            // folder.
            WorkingDirectory = workingFolder,
        };
        // Variables such as PGPORT and PGDATA would change what the server does.
        var postgresNames = start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList();
        foreach (string name in postgresNames)
            start.Environment.Remove(name);
        // Messages are then in one language, and macOS requires a locale to be named before postgres starts.
        start.Environment["LC_ALL"] = "C";
        // Without TZ, initdb compares the system's time zone with every zone file that it knows.
        start.Environment["TZ"] = "UTC";
        return new Process { StartInfo = start };
    }

    /// <summary>Returns the last lines of a text, for a message to a person.</summary>
    public static string LastLines(string text, int count = 15) =>
        text.AsSpan().Trim().IsEmpty ? "  (nothing)"
            : string.Join('\n', text.TrimEnd().Split('\n').TakeLast(count).Select(line => "  " + line.TrimEnd()));
}
