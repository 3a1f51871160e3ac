using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ForceOps.Postgres.Embedded;

/// <summary>
/// Holds the user that the server runs as. PostgreSQL refuses to run as root, so when the service runs as root this is an
/// unprivileged user; otherwise it is the service's own user.
/// </summary>
internal sealed class ServerUser
{
    private const int FolderClosed = 11;
    private const int ProgramClosed = 12;
    private const string ReachScript = """test -x "$1" || exit 11; test -x "$2" || exit 12""";

    private readonly Account? _account;
    private readonly Func<IReadOnlyList<string>, IReadOnlyList<string>> _asUser;

    private ServerUser(Account? account, Func<IReadOnlyList<string>, IReadOnlyList<string>> asUser)
    {
        _account = account;
        _asUser = asUser;
    }

    private sealed record Account(string Name, int Id, int Group);

    /// <summary>Finds the user and the way to become that user. Data that exist stay with their owner.</summary>
    public static async Task<ServerUser> FindAsync(string? existingCluster, CancellationToken cancellation)
    {
        if (!EmbeddedPostgresOptions.IsUnixRoot)
            return new ServerUser(null, command => command);

        Account account = await OwnerAsync(existingCluster, cancellation) ?? UnprivilegedAccount() ?? throw new EmbeddedPostgresException(
            "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody to run it as. "
            + "Start the service as an ordinary user, or set ConnectionStrings__Ledger to a PostgreSQL server of yours.");
        foreach (Func<IReadOnlyList<string>, IReadOnlyList<string>> way in Ways(account))
        {
            // Each way is tested, since small systems have programs of these names that cannot change the user.
            ToolRun? run = await ToolRun.RunAsync(way(["/bin/sh", "-c", "id -u"]), "/", cancellation);
            if (run is { Succeeded: true } && TryId(run.Output, out int id) && id == account.Id)
                return new ServerUser(account, way);
        }

        throw new EmbeddedPostgresException(
            $"PostgreSQL does not run as root, and none of setpriv, runuser, su and sudo could start it as the user {account.Name}. "
            + "Start the service as an ordinary user, or install one of these programs.");
    }

    /// <summary>Returns the command line that runs a command as this user.</summary>
    public IReadOnlyList<string> Command(IReadOnlyList<string> command) => _asUser(command);

    /// <summary>Gives a file or folder of the service to this user.</summary>
    public void Own(string path)
    {
        if (_account is { } account && !OperatingSystem.IsWindows())
            UnixCalls.ChangeOwner(path, account.Id, account.Group);
    }

    /// <summary>Makes sure that this user can reach the programs and the data, and throws when the user cannot.</summary>
    public async Task ReachAsync(DataFolder data, PostgresBinaries binaries, CancellationToken cancellation)
    {
        if (_account is not { } account)
            return;

        IReadOnlyList<string> test = Command(["/bin/sh", "-c", ReachScript, "sh", data.Path, binaries.Postgres]);
        int? refusal = (await ToolRun.RunAsync(test, "/", cancellation))?.ExitCode;
        if (refusal == FolderClosed)
        {
            data.LetOthersThrough();
            refusal = (await ToolRun.RunAsync(test, "/", cancellation))?.ExitCode;
        }

        switch (refusal)
        {
            case FolderClosed:
                throw new EmbeddedPostgresException(
                    $"PostgreSQL does not run as root but as the user {account.Name}, who cannot enter {data.Path}. "
                    + "Choose another folder with ForceOps__Data (its parent folders must be open for that user).");
            case ProgramClosed:
                throw new EmbeddedPostgresException(
                    $"PostgreSQL does not run as root but as the user {account.Name}, who cannot run {binaries.Postgres}. "
                    + "Its parent folders must be open for that user.");
        }
    }

    // Data stay with their owner. Otherwise a service that is once started with sudo would take the data away from their owner.
    private static async Task<Account?> OwnerAsync(string? cluster, CancellationToken cancellation)
    {
        if (cluster is null)
            return null;
        // This uses ls, since .NET does not tell owners and the options of stat differ between systems. The fields are: mode,
        // links, owner, group.
        ToolRun? run = await ToolRun.RunAsync(["/bin/ls", "-ldn", cluster], "/", cancellation);
        string[] fields = run?.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return fields.Length > 3 && TryId(fields[2], out int id) && id != 0 && TryId(fields[3], out int group)
            ? new Account(Accounts().FirstOrDefault(entry => IsId(entry, id))?[0] ?? fields[2], id, group)
            : null;

        static bool IsId(string[] entry, int id) => TryId(entry[2], out int other) && other == id;
    }

    private static Account? UnprivilegedAccount()
    {
        var accounts = Accounts()
            .DistinctBy(fields => fields[0], StringComparer.Ordinal)
            .ToDictionary(fields => fields[0], StringComparer.Ordinal);
        foreach (string name in (string[])["postgres", "_postgres", "nobody"])
        {
            if (accounts.TryGetValue(name, out string[]? fields)
                && TryId(fields[2], out int id) && id != 0 && TryId(fields[3], out int group))
            {
                return new Account(name, id, group);
            }
        }

        return null;
    }

    private static IEnumerable<string[]> Accounts() =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length >= 4);

    // Ids are unsigned, and nobody is -2 on macOS.
    private static bool TryId(string text, out int id)
    {
        bool parsed = long.TryParse(text, CultureInfo.InvariantCulture, out long value);
        id = unchecked((int)value);
        return parsed;
    }

    private static IEnumerable<Func<IReadOnlyList<string>, IReadOnlyList<string>>> Ways(Account account)
    {
        // setpriv comes first: it replaces itself by the program, so there is no process in between.
        if (ProgramPath.Find("setpriv") is { } setpriv)
        {
            string user = unchecked((uint)account.Id).ToString(CultureInfo.InvariantCulture);
            string group = unchecked((uint)account.Group).ToString(CultureInfo.InvariantCulture);
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

/// <summary>Declares the few calls of the C library for which .NET has no counterpart. None of them exists on Windows.</summary>
internal static class UnixCalls
{
    /// <summary>The signal of PostgreSQL's fast shutdown, which ends sessions and writes a checkpoint.</summary>
    public const int Interrupt = 2;

    /// <summary>The signal of PostgreSQL's immediate shutdown, after which the next start recovers from the WAL.</summary>
    public const int Quit = 3;

    public const int Kill = 9;

    /// <summary>
    /// Sends a signal. Returns false when there is no such process (or when the process belongs to another user).
    /// </summary>
    public static bool Send(int pid, int signal) => kill(pid, signal) == 0;

    public static void ChangeOwner(string path, int user, int group)
    {
        if (lchown(path, user, group) != 0)
            throw new IOException($"{path} cannot be given to user {user}: {LastError()}");
    }

    /// <summary>Returns the path with every link on the way resolved.</summary>
    public static string RealPath(string path)
    {
        // PATH_MAX is 4096 on Linux and 1024 on macOS.
        byte[] resolved = new byte[4096];
        if (realpath(path, resolved) == 0)
            throw new IOException($"{path} cannot be resolved: {LastError()}");
        return Encoding.UTF8.GetString(resolved, 0, Array.IndexOf(resolved, (byte)0));
    }

    /// <summary>Makes names in a folder durable: after a rename, fsync of the file alone would not keep its new name.</summary>
    public static void FlushFolder(string path)
    {
        const int readOnly = 0;
        int descriptor = open(path, readOnly);
        if (descriptor < 0)
            throw new IOException($"{path} cannot be opened: {LastError()}");
        int result = fsync(descriptor);
        string error = LastError();
        _ = close(descriptor);
        if (result != 0)
            throw new IOException($"{path} cannot be flushed: {error}");
    }

    /// <summary>
    /// Writes everything that the kernel holds to the disk. After unpacking, this is cheaper than a thousand single fsyncs.
    /// </summary>
    public static void FlushAll() => sync();

    private static string LastError() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int lchown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int user, int group);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint realpath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] resolved);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void sync();
}
