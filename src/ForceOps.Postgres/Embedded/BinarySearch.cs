using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ForceOps.Postgres.Embedded;

/// <summary>Where PostgreSQL's programs are looked for, in order.</summary>
internal static class BinarySearch
{
    public const string WaysOut =
        "Three ways out: install PostgreSQL 15 or newer; or install npm, so that a private copy can be fetched; "
        + "or set ConnectionStrings__Ledger to a PostgreSQL server of yours.";

    /// <summary>
    /// 1. The forced folder, and nothing else. 2. PATH, then the usual install folders, newest first. 3. Our cache. 4. The npm package.
    /// With <paramref name="neededMajor"/> only that version counts, since PostgreSQL cannot open the data of another one.
    /// </summary>
    public static async Task<PostgresBinaries> FindAsync(
        EmbeddedPostgresOptions options, int? neededMajor, ILogger log, CancellationToken cancellation)
    {
        var others = new List<PostgresBinaries>();
        IEnumerable<string> folders = options.Binaries is { } forced ? [Path.GetFullPath(forced)]
            : options.SearchInstalled ? ProgramPath.Folders().Concat(InstallFolders()).Distinct(StringComparer.Ordinal)
            : [];
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
            var npm = new NpmBinaries(package, options.EffectiveCacheFolder(), options.Npm, log);
            if (await npm.CachedAsync(cancellation) is { } cached)
                return cached;
            if (await npm.FetchAsync(cancellation) is { } fetched)
                return fetched;
        }

        throw NotFound(options, neededMajor, others);

        bool Fits(int major) => neededMajor is { } needed ? major == needed : major >= PostgresBinaries.OldestMajor;
    }

    private static EmbeddedPostgresException NotFound(
        EmbeddedPostgresOptions options, int? neededMajor, List<PostgresBinaries> others)
    {
        string seen = others.Count == 0 ? "none"
            : string.Join(", ", others.Select(other => $"{other.Version} in {other.Folder}").Distinct(StringComparer.Ordinal));
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
                + $"Found: {seen}. {WaysOut}")
            : new EmbeddedPostgresException($"No PostgreSQL was found to keep the ledger in. Found: {seen}. {WaysOut}");
    }

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

    // "17", "pgsql-17", "postgresql@17", "9.6": the first run of digits. Compared as numbers, so that 9 does not beat 17.
    private static int VersionOf(string folder)
    {
        IEnumerable<char> digits = Path.GetFileName(folder).SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit);
        return int.TryParse(string.Concat(digits), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0;
    }
}
