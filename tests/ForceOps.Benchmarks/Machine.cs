using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ForceOps.Benchmarks;

/// <summary>Where the figures come from. Without this line they mean nothing.</summary>
internal sealed partial record Machine(int Cores, string Processor, string Kernel, string Postgres, string Runtime, double? FsyncPerSecond)
{
    internal static async Task<Machine> ReadAsync(DatabaseServer server, bool quick, CancellationToken stop) => new(
        Environment.ProcessorCount, ReadProcessor(), ReadKernel(), server.Version, RuntimeInformation.FrameworkDescription,
        quick ? null : await ReadFsyncAsync(server.Folder, stop));

    internal string Line =>
        $"{Cores} cores ({Processor}), {Kernel}, PostgreSQL {Postgres}, {Runtime}, "
        + (FsyncPerSecond is { } fsync ? $"{fsync:0} fdatasync/s of one 8 kB page" : "fsync not measured");

    private static string ReadKernel() => File.Exists("/proc/sys/kernel/osrelease")
        ? "Linux " + File.ReadAllText("/proc/sys/kernel/osrelease").Trim()
        : RuntimeInformation.OSDescription;

    private static string ReadProcessor() => File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
        ? line[(line.IndexOf(':') + 1)..].Trim()
        : RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>How often the disk under the data folder can promise to keep something: the ceiling of one-by-one commits.</summary>
    private static async Task<double?> ReadFsyncAsync(string folder, CancellationToken stop)
    {
        if (Tool.FindOrNull("pg_test_fsync") is not { } tool)
            return null;
        var file = Path.Combine(folder, "fsync-test");
        try
        {
            var output = await tool.RunAsync(["--secs-per-test=1", "--filename=" + file], environment: null, stop);
            return Fdatasync().Match(output) is { Success: true } match
                ? double.Parse(match.Groups["value"].ValueSpan, CultureInfo.InvariantCulture)
                : null;
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The first one is "using one 8kB write"; it is what PostgreSQL commits with on Linux.
    [GeneratedRegex(@"fdatasync\s+(?<value>[\d.]+) ops/sec", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fdatasync();
}
