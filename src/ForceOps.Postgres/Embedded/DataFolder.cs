using System.Globalization;
using System.Security.Cryptography;

namespace ForceOps.Postgres.Embedded;

/// <summary>What lies where in the folder of one service.</summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Unfinished = "initdb-";

    private DataFolder(string path) => Path = path;

    public string Path { get; }

    public string LockFile => Inside("forceops.lock");

    /// <summary>Who holds the lock. A file of its own, since a locked file cannot be read everywhere.</summary>
    public string OwnerFile => Inside("forceops.pid");

    public string LogFile => Inside("postgres.log");

    public string SocketFolder => Inside("run");

    private string PasswordFile => Inside("password");

    public static DataFolder Open(string path)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(full);
            return new DataFolder(full);
        }

        if (!Directory.Exists(full))
            Directory.CreateDirectory(full, OwnerOnly);
        // One name for one folder: an orphan is recognized by the folder that it was started on.
        return new DataFolder(UnixCalls.RealPath(full));
    }

    /// <summary>
    /// Opens root's folder for passing through, not for looking. It stays root's own, so that the server user cannot put links
    /// under the names that root writes to.
    /// </summary>
    public void LetOthersThrough()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>Each major version has a cluster of its own, so that none is opened by the wrong programs.</summary>
    public string ClusterFolder(int major) => Inside("pg" + major.ToString(CultureInfo.InvariantCulture));

    /// <summary>The version whose data are here: the newest, since an older one beside it is what an upgrade left behind.</summary>
    public int? ExistingMajor() =>
        Directory.EnumerateDirectories(Path, "pg*")
            .Select(folder => System.IO.Path.GetFileName(folder))
            .Select(name => int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int major)
                ? major
                : (int?)null)
            .Max();

    /// <summary>A fresh folder for a cluster in the making, on the same file system as the final one.</summary>
    public string NewUnfinishedFolder()
    {
        // The lock is ours, so whatever lies here is from a start that was killed.
        foreach (string old in Directory.EnumerateDirectories(Path, Unfinished + "*"))
            Directory.Delete(old, recursive: true);

        string folder = Inside(Unfinished + Guid.NewGuid().ToString("N"));
        CreatePrivate(folder);
        return folder;
    }

    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnly);
        // CreateDirectory leaves the mode of an existing folder alone; this fails when the folder is somebody else's.
        File.SetUnixFileMode(folder, OwnerOnly);
    }

    /// <summary>The superuser's password; made once, kept as long as the data.</summary>
    public string Password(bool clusterExists)
    {
        if (File.Exists(PasswordFile))
            return File.ReadAllText(PasswordFile).Trim();
        if (clusterExists)
        {
            throw new EmbeddedPostgresException(
                $"The file {PasswordFile} is missing, and the data beside it cannot be opened without it. "
                + $"Put it back, or move {Path} away to begin with an empty ledger.");
        }

        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string unfinished = PasswordFile + ".new";
        WritePrivate(unfinished, password);
        File.Move(unfinished, PasswordFile, overwrite: true);
        return password;
    }

    /// <summary>Writes a file that only its owner can read, and waits until it is on the disk.</summary>
    public static void WritePrivate(string path, string text)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(System.Text.Encoding.ASCII.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    private string Inside(string name) => System.IO.Path.Combine(Path, name);
}

/// <summary>
/// The right to use a data folder: a file held open exclusively. The kernel drops it with the process, also on SIGKILL,
/// so a lock is never stale and never has to be judged.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    public static DataFolderLock Take(DataFolder folder)
    {
        FileStream file;
        try
        {
            file = Open(folder);
        }
        catch (IOException refusal) when (IsHeldByAnother(refusal))
        {
            throw new EmbeddedPostgresException(
                $"The data folder {folder.Path} is in use by another service{Owner(folder)}. "
                + "Stop that one, or choose another folder with ForceOps__Data.", refusal);
        }

        if (!Excludes(folder))
        {
            file.Dispose();
            // Without a working lock a second start would take the first one's server for an orphan and stop it.
            throw new EmbeddedPostgresException(
                $"The file system of {folder.Path} does not support file locks. Choose a folder on a local disk with ForceOps__Data.");
        }

        File.WriteAllText(folder.OwnerFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DataFolderLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(DataFolder folder) =>
        new(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    // On Unix, .NET passes over a file system that knows no locks (and can be told to use none), so the lock is tried out.
    private static bool Excludes(DataFolder folder)
    {
        try
        {
            Open(folder).Dispose();
            return false;
        }
        catch (IOException refusal) when (IsHeldByAnother(refusal))
        {
            return true;
        }
    }

    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeldByAnother(IOException refusal) => refusal.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string Owner(DataFolder folder)
    {
        try
        {
            return $" (process {File.ReadAllText(folder.OwnerFile).Trim()})";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
