using System.Globalization;

namespace ForceOps.Postgres.Embedded;

/// <summary>
/// The user that the server runs as. PostgreSQL refuses to run as root, so when we are root it is an unprivileged user,
/// else it is simply ours.
/// </summary>
internal sealed class ServerUser
{
    private const string ReachScript =
        """test -x "$1" || exit 11; test -x "$2" || exit 12; if test -d "$3" && ! test -O "$3"; then exit 13; fi; exit 0""";

    private readonly Account? _account;
    private readonly Func<IReadOnlyList<string>, IReadOnlyList<string>> _asUser;

    private ServerUser(Account? account, Func<IReadOnlyList<string>, IReadOnlyList<string>> asUser)
    {
        _account = account;
        _asUser = asUser;
    }

    private sealed record Account(string Name, int Id, int Group);

    public static async Task<ServerUser> FindAsync(CancellationToken cancellation)
    {
        if (!EmbeddedPostgresOptions.IsUnixRoot)
            return new ServerUser(null, command => command);

        Account account = FindAccount() ?? throw new EmbeddedPostgresException(
            "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody to run it as. "
            + "Start the service as an ordinary user, or set ConnectionStrings__Ledger to a PostgreSQL server of yours.");
        foreach (Func<IReadOnlyList<string>, IReadOnlyList<string>> way in Ways(account))
        {
            // Tried out, since the small systems have programs of these names that cannot do it.
            ToolRun? run = await ToolRun.RunAsync(way(["/bin/sh", "-c", "id -u"]), "/", cancellation);
            if (run is { Succeeded: true } && int.TryParse(run.Output, CultureInfo.InvariantCulture, out int id) && id == account.Id)
                return new ServerUser(account, way);
        }

        throw new EmbeddedPostgresException(
            $"PostgreSQL does not run as root, and none of setpriv, runuser, su and sudo could start it as the user {account.Name}. "
            + "Start the service as an ordinary user, or install one of these programs.");
    }

    /// <summary>The command line that runs a command as this user.</summary>
    public IReadOnlyList<string> Command(IReadOnlyList<string> command) => _asUser(command);

    /// <summary>Gives a file or folder of ours to this user.</summary>
    public void Own(string path)
    {
        if (_account is { } account && !OperatingSystem.IsWindows())
            UnixCalls.ChangeOwner(path, account.Id, account.Group);
    }

    /// <summary>Makes sure that this user gets to its programs and data; a cluster made by another user becomes this one's.</summary>
    public async Task ReachAsync(string dataFolder, PostgresBinaries binaries, string cluster, CancellationToken cancellation)
    {
        if (_account is not { } account)
            return;

        IReadOnlyList<string> test =
            Command(["/bin/sh", "-c", ReachScript, "sh", dataFolder, binaries.Postgres, cluster]);
        switch ((await ToolRun.RunAsync(test, "/", cancellation))?.ExitCode)
        {
            case 11:
                throw new EmbeddedPostgresException(
                    $"PostgreSQL does not run as root but as the user {account.Name}, who cannot enter {dataFolder}. "
                    + "Choose another folder with ForceOps__Data (its parent folders must be open for that user).");
            case 12:
                throw new EmbeddedPostgresException(
                    $"PostgreSQL does not run as root but as the user {account.Name}, who cannot run {binaries.Postgres}. "
                    + "Its parent folders must be open for that user.");
            case 13:
                foreach (string path in Directory.EnumerateFileSystemEntries(cluster, "*", SearchOption.AllDirectories))
                    Own(path);
                Own(cluster);
                break;
        }
    }

    private static Account? FindAccount()
    {
        var accounts = File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 4)
            .DistinctBy(fields => fields[0], StringComparer.Ordinal)
            .ToDictionary(fields => fields[0], StringComparer.Ordinal);
        foreach (string name in (string[])["postgres", "_postgres", "nobody"])
        {
            // Ids are unsigned, and nobody is -2 on macOS.
            if (accounts.TryGetValue(name, out string[]? fields)
                && long.TryParse(fields[2], CultureInfo.InvariantCulture, out long id) && id != 0
                && long.TryParse(fields[3], CultureInfo.InvariantCulture, out long group))
            {
                return new Account(name, unchecked((int)id), unchecked((int)group));
            }
        }

        return null;
    }

    private static IEnumerable<Func<IReadOnlyList<string>, IReadOnlyList<string>>> Ways(Account account)
    {
        // setpriv first: it replaces itself by the program, so there is no process in between.
        if (ProgramPath.Find("setpriv") is { } setpriv)
        {
            string user = account.Id.ToString(CultureInfo.InvariantCulture);
            string group = account.Group.ToString(CultureInfo.InvariantCulture);
            yield return command => [setpriv, "--reuid", user, "--regid", group, "--clear-groups", "--", .. command];
        }

        if (ProgramPath.Find("runuser") is { } runuser)
            yield return command => [runuser, "-u", account.Name, "--", .. command];
        if (ProgramPath.Find("su") is { } su)
            yield return command => [su, "-s", "/bin/sh", "-c", "exec " + string.Join(' ', command.Select(Quote)), account.Name];
        if (ProgramPath.Find("sudo") is { } sudo)
            yield return command => [sudo, "-n", "-u", account.Name, "--", .. command];
    }

    private static string Quote(string argument) =>
        "'" + argument.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
