namespace ForceOps.Torture.Fuzz;

/// <summary>The service that is attacked: one that runs, or one that is started for the run on a PostgreSQL of its own.</summary>
internal sealed class StartedService : IAsyncDisposable
{
    private readonly ServiceProcess? _process;
    private readonly ServerFolder? _folder;

    private StartedService(Uri url, ServiceProcess? process, ServerFolder? folder, bool isStrict = false) =>
        (Url, _process, _folder, IsStrict) = (url, process, folder, isStrict);

    internal Uri Url { get; }

    internal bool IsOurs => _process is not null;

    /// <summary>The service wants keys, and knows those of <see cref="Credentials"/>.</summary>
    internal bool IsStrict { get; }

    internal static StartedService At(Uri url) => new(url, null, null);

    /// <param name="isStrict">In strict mode, with the keys of <see cref="Credentials"/>.</param>
    internal static async Task<StartedService> StartAsync(bool isStrict, CancellationToken stop)
    {
        var folder = new ServerFolder();
        var (process, url) = await ServiceProcess.StartAsync(
            [
                ("ForceOps:Data", folder.Options.DataFolder),
                // A million accounts by one request are a test of patience, not of what a request may say.
                ("ForceOps:Accounts:RangeMax", "1000"),
                .. isStrict ? Credentials.Settings() : [],
            ],
            TimeSpan.FromSeconds(120), stop);
        return new StartedService(url, process, folder, isStrict);
    }

    /// <summary>Megabytes that the process has in memory; 0 for one that is not ours.</summary>
    internal long Memory() => _process?.Megabytes ?? 0;

    internal TimeSpan ProcessorTime() => _process?.ProcessorTime ?? TimeSpan.Zero;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder?.Dispose();
    }
}
