using System.Globalization;

namespace ForceOps.Postgres.Embedded;

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
