using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace ForceOps.Postgres.Embedded;

/// <summary>The few calls of the C library for which .NET has no counterpart. None of them is there on Windows.</summary>
internal static class UnixCalls
{
    /// <summary>PostgreSQL's fast shutdown: ends sessions, writes a checkpoint.</summary>
    public const int Interrupt = 2;

    /// <summary>PostgreSQL's immediate shutdown: the next start recovers from the WAL.</summary>
    public const int Quit = 3;

    public const int Kill = 9;

    /// <summary>False when there is no such process (or it is not ours).</summary>
    public static bool Send(int pid, int signal) => kill(pid, signal) == 0;

    public static void ChangeOwner(string path, int user, int group)
    {
        if (lchown(path, user, group) != 0)
            throw new IOException($"{path} cannot be given to user {user}: {LastError()}");
    }

    /// <summary>The path with every link on the way resolved.</summary>
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

    /// <summary>Writes everything the kernel holds; cheaper than a thousand single fsyncs after unpacking.</summary>
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
