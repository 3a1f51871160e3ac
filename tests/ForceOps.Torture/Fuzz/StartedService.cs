using System.Diagnostics;
using System.Globalization;

namespace ForceOps.Torture.Fuzz;

/// <summary>The service that is attacked: one that runs, or one that is started for the run on a PostgreSQL of its own.</summary>
internal sealed class StartedService : IAsyncDisposable
{
    private readonly ServiceProcess? _process;
    private readonly string? _folder;

    private StartedService(Uri url, ServiceProcess? process, string? folder) => (Url, _process, _folder) = (url, process, folder);

    internal Uri Url { get; }

    internal bool IsOurs => _process is not null;

    internal static StartedService At(Uri url) => new(url, null, null);

    internal static async Task<StartedService> StartAsync(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("forceops-fuzz-").FullName;
        // Root's PostgreSQL runs as another user, who must get through.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var (process, url) = await ServiceProcess.StartAsync(
            [
                ("ForceOps:Data", Path.Combine(folder, "data")),
                // A million accounts by one request are a test of patience, not of what a request may say.
                ("ForceOps:Accounts:RangeMax", "1000"),
            ],
            TimeSpan.FromSeconds(120), stop);
        return new StartedService(url, process, folder);
    }

    /// <summary>Megabytes that the process has in memory; 0 for one that is not ours.</summary>
    internal long Memory()
    {
        var file = $"/proc/{_process?.Id}/status";
        return _process is not null && File.Exists(file)
            && Array.Find(File.ReadAllLines(file), line => line.StartsWith("VmRSS:", StringComparison.Ordinal)) is { } line
            ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024 : 0;
    }

    internal TimeSpan ProcessorTime()
    {
        if (_process is null)
            return TimeSpan.Zero;
        using var process = Process.GetProcessById(_process.Id);
        return process.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
