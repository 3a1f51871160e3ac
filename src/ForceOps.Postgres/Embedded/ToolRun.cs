using System.Diagnostics;
using System.Text;

namespace ForceOps.Postgres.Embedded;

/// <summary>One finished run of a command line program: how it ended and all it said.</summary>
internal sealed record ToolRun(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Runs the program to its end. Null when it cannot be started at all.</summary>
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
            // Until its children are gone too, so that nobody writes into a folder that the caller now removes.
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return new ToolRun(process.ExitCode, output.ToString());

        void Collect(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            // Both streams arrive on threads of their own.
            lock (output)
                output.AppendLine(line.Data);
        }
    }

    /// <summary>A process with the environment that every program here gets.</summary>
    public static Process Prepare(IReadOnlyList<string> command, string workingFolder)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            // The unprivileged user may not be able to read the service's own working folder, and PostgreSQL asks where it is.
            WorkingDirectory = workingFolder,
        };
        // PGPORT, PGDATA and their like would change what the server does.
        var postgresNames = start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList();
        foreach (string name in postgresNames)
            start.Environment.Remove(name);
        // Messages in one language, and macOS wants a locale named before postgres starts.
        start.Environment["LC_ALL"] = "C";
        // Otherwise initdb compares the system's zone with every zone file it knows.
        start.Environment["TZ"] = "UTC";
        return new Process { StartInfo = start };
    }

    /// <summary>The last lines, for a message to a person.</summary>
    public static string LastLines(string text, int count = 15) =>
        text.AsSpan().Trim().IsEmpty ? "  (nothing)"
            : string.Join('\n', text.TrimEnd().Split('\n').TakeLast(count).Select(line => "  " + line.TrimEnd()));
}
