using System.Text.Json;

namespace ForceOps.Benchmarks;

/// <summary>Every single run as a line of JSON in <c>bench-results/</c>, so that a figure can be looked into later.</summary>
internal sealed class RawData
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private RawData(string path) => FilePath = path;

    internal string FilePath { get; }

    internal static RawData Create(Machine machine, BenchmarkOptions options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryFolder(), "bench-results"));
        var data = new RawData(Path.Combine(folder.FullName, TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss'.jsonl'")));
        data.Add(new
        {
            machine.Cores, machine.Processor, machine.Kernel, machine.Postgres, machine.Runtime, machine.FsyncPerSecond,
            options.Seconds, options.Runs, options.Quick, StartedAt = TimeProvider.System.GetUtcNow(),
        });
        return data;
    }

    internal void Add(MeasuredRun run) => Add(new
    {
        run.Load, run.Denominator, run.Round, run.Result.Answers, run.Rows, run.Commits, run.RowsPerCommit, run.Result.Seconds,
        run.PerSecond,
        P50Milliseconds = run.Result.P50, P99Milliseconds = run.Result.P99, MaxMilliseconds = run.Result.Max,
        run.Result.Mixed, run.ServiceMicroseconds, run.PostgresMicroseconds, run.GeneratorMicroseconds, run.OthersShare,
    });

    internal void Add(string read, int movements, Latencies latencies) => Add(new
    {
        Read = read, Movements = movements, P50Milliseconds = latencies.P50, P99Milliseconds = latencies.P99,
        MaxMilliseconds = latencies.Max,
    });

    internal void Add(string start, double seconds) => Add(new { Start = start, Seconds = seconds });

    internal void Add(IReadOnlyList<double> megabytes) => Add(new { ResidentMegabytesEachSecond = megabytes });

    private void Add<T>(T line) => File.AppendAllText(FilePath, JsonSerializer.Serialize(line, Json) + "\n");

    /// <summary>The folder with the solution above this program; a program that was copied elsewhere writes where it is called.</summary>
    private static string RepositoryFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ForceOps.sln")))
                return folder.FullName;
        }
        return Environment.CurrentDirectory;
    }
}
