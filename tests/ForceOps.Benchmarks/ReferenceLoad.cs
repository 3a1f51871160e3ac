using System.Globalization;
using System.Text.RegularExpressions;

namespace ForceOps.Benchmarks;

/// <summary>
/// A force as plain SQL, driven by pgbench: what a service could reach that runs one transaction per request, had it no HTTP at all.
/// </summary>
internal sealed partial class ReferenceLoad(DatabaseServer server, Tool pgbench, string scriptPath) : ILoad
{
    internal const string DatabaseName = "reference";

    public required string Name { get; init; }

    public string? Denominator { get; init; }

    public string? Database => DatabaseName;

    // pgbench lets every transaction end.
    public int Unanswered => 0;

    public bool UsesService => false;

    internal required int Clients { get; init; }

    internal static Tool FindPgbench() => Tool.Find(
        "pgbench", "It comes with PostgreSQL (Debian and Ubuntu: apt-get install postgresql-15 or newer; macOS: brew install postgresql).");

    internal static async Task PrepareAsync(DatabaseServer server, CancellationToken stop)
    {
        await server.CreateDatabaseAsync(DatabaseName, stop);
        var schema = await File.ReadAllTextAsync(ReferenceScript.PathOf("schema.sql"), stop);
        // One at a time: a list of statements runs as one transaction, and VACUUM refuses to be in one.
        foreach (var statement in schema.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            await server.RunAsync(DatabaseName, statement, stop);
    }

    public async Task<LoadResult> RunAsync(int seconds, CancellationToken stop)
    {
        // In memory where there is some, so that the log of latencies does not share the disk with what is measured.
        var logs = Directory.CreateDirectory(Path.Combine(
            Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "forceops-pgbench-" + Guid.NewGuid().ToString("N")[..12]));
        try
        {
            string[] arguments =
            [
                "-n", "-M", "prepared", "-f", scriptPath,
                "-c", Clients.ToString(), "-j", Math.Min(2, Clients).ToString(), "-T", seconds.ToString(),
                "--log", "--log-prefix", Path.Combine(logs.FullName, "latency"),
            ];
            var output = await pgbench.RunAsync(arguments, server.Environment(DatabaseName), stop);
            var transactions = long.Parse(Field(Transactions(), output));
            var perSecond = double.Parse(Field(PerSecond(), output), CultureInfo.InvariantCulture);
            var latencies = Latencies.Of(logs.EnumerateFiles().SelectMany(file => File.ReadLines(file.FullName)).Select(Milliseconds));
            return new LoadResult(transactions, transactions / perSecond, latencies.P50, latencies.P99, latencies.Max);
        }
        finally
        {
            logs.Delete(recursive: true);
        }
    }

    // client, transaction, microseconds, …
    private static double Milliseconds(string line) => double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1000;

    private static string Field(Regex pattern, string output) => pattern.Match(output) is { Success: true } match
        ? match.Groups["value"].Value
        : throw new BenchmarkException($"pgbench said something unexpected:\n{output}");

    [GeneratedRegex(
        @"number of transactions actually processed: (?<value>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Transactions();

    [GeneratedRegex(@"tps = (?<value>[\d.]+) \(without initial", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PerSecond();
}
