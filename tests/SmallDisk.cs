using System.Diagnostics;

namespace ForceOps;

/// <summary>A file system in memory that can be filled, for the user that owns a folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _mount = Directory.CreateTempSubdirectory("forceops-disk-").FullName;

    private SmallDisk()
    {
    }

    internal string Folder => Path.Combine(_mount, "data");

    private string Ballast => Path.Combine(_mount, "ballast");

    /// <summary>Null where this process may not mount.</summary>
    internal static SmallDisk? TryMount(int megabytes, string ownedLike)
    {
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", disk._mount))
        {
            Directory.CreateDirectory(disk.Folder);
            if (Run("chown", $"--reference={ownedLike}", disk.Folder))
                return disk;
            disk.Dispose();
            return null;
        }
        Directory.Delete(disk._mount);
        return null;
    }

    internal void Fill()
    {
        try
        {
            using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
                ballast.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    internal void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        if (Directory.Exists(_mount) && Run("umount", "-l", _mount))
            Directory.Delete(_mount);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true,
                    UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
