using System.Globalization;
using System.Security.Cryptography;

namespace ForceOps.Postgres.Embedded;

/// <summary>Names the files and folders in the data folder of one service.</summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Unfinished = "initdb-";

    private DataFolder(string path) => Path = path;

    public string Path { get; }

    public string LockFile => Inside("forceops.lock");

    /// <summary>
    /// The file with the process id of the service that holds the lock. It is a file of its own, since a locked file cannot be
    /// read everywhere.
    /// </summary>
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
        // One folder must have one name: an orphan is recognized by the folder on which it was started.
        return new DataFolder(UnixCalls.RealPath(full));
    }

    /// <summary>
    /// Lets other users pass through root's folder, but not list it. The folder stays root's own, so that the server user cannot
    /// put links under the names to which root writes.
    /// </summary>
    public void LetOthersThrough()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>
    /// Returns the folder of a major version's cluster. Each major version has a cluster of its own, so that no cluster is opened
    /// by the wrong programs.
    /// </summary>
    public string ClusterFolder(int major) => Inside("pg" + major.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Returns the major version whose data are in the folder; null when there are none. The newest version counts, since an
    /// older one beside it is what an upgrade left behind.
    /// </summary>
    public int? ExistingMajor() =>
        Directory.EnumerateDirectories(Path, "pg*")
            .Select(folder => System.IO.Path.GetFileName(folder))
            .Select(name => int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int major)
                ? major
                : (int?)null)
            .Max();

    /// <summary>Makes an empty folder for a cluster that is being created, on the same file system as the final folder.</summary>
    public string NewUnfinishedFolder()
    {
        // This service holds the lock, so every such folder is from a start that was killed.
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
        // CreateDirectory does not change the mode of an existing folder. This call does, and it fails when the folder belongs to
        // another user.
        File.SetUnixFileMode(folder, OwnerOnly);
    }

    /// <summary>Returns the superuser's password. It is made once, and kept as long as the data.</summary>
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
/// Holds the right to use a data folder: a file that is open exclusively. The kernel closes the file with the process, also on
/// SIGKILL, so a lock is never stale and never has to be judged.
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
            // Without a working lock, a second start would take the first service's server for an orphan and stop it.
            throw new EmbeddedPostgresException(
                $"The file system of {folder.Path} does not support file locks. Choose a folder on a local disk with ForceOps__Data.");
        }

        File.WriteAllText(folder.OwnerFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DataFolderLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(DataFolder folder) =>
        new(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    // On Unix, .NET ignores that a file system has no locks (and can be configured to use none), so the lock is tested.
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

    // The codes are EWOULDBLOCK on Linux and on macOS, and ERROR_SHARING_VIOLATION on Windows.
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
