using System.Diagnostics;

namespace ForceOps.Benchmarks;

/// <summary>A program of somebody else's that a run needs.</summary>
internal sealed record Tool(string Path)
{
    internal static Tool Find(string name, string howToInstall) => FindOrNull(name)
        ?? throw new BenchmarkException($"{name} is not installed, and this run needs it. {howToInstall}");

    /// <summary>On PATH, else beside an installed PostgreSQL: Debian leaves some of its programs off PATH.</summary>
    internal static Tool? FindOrNull(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        IEnumerable<string> installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(folder => folder, StringComparer.Ordinal)
                .Select(folder => System.IO.Path.Combine(folder, "bin"))
            : [];
        return folders.Concat(installed).Where(folder => folder.Length > 0)
            .Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } path ? new Tool(path) : null;
    }

    /// <summary>Runs it to its end and answers what it printed; an exit code other than 0 ends the benchmark.</summary>
    internal async Task<string> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, CancellationToken stop)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[key] = value;
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new BenchmarkException($"{Path} did not start.");
        try
        {
            var errors = process.StandardError.ReadToEndAsync(stop);
            var output = await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0
                ? output
                : throw new BenchmarkException($"{Path} ended with {process.ExitCode}:\n{await errors}\n{output}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
