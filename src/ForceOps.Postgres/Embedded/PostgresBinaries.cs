using System.Globalization;
using System.Text.RegularExpressions;

namespace ForceOps.Postgres.Embedded;

/// <summary>A folder with the programs of one PostgreSQL version, proven to run here.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major, string Version)
{
    /// <summary>The oldest version that the ledger's SQL is written for.</summary>
    public const int OldestMajor = 15;

    public string Postgres => Program("postgres");

    public string InitDb => Program("initdb");

    public string PgCtl => Program("pg_ctl");

    /// <summary>Asks the programs for their version. Null when a program is missing or does not run.</summary>
    public static async Task<PostgresBinaries?> ProbeAsync(string folder, CancellationToken cancellation)
    {
        string postgres = Path.Combine(folder, FileName("postgres"));
        if (!File.Exists(postgres))
            return null;

        // /usr/local/bin often holds links to some of the programs; all of them are where the links point.
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
