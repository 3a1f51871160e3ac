namespace ForceOps.Postgres.Embedded;

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

    /// <summary>The full path of a program, or null.</summary>
    public static string? Find(string name)
    {
        if (Path.IsPathFullyQualified(name))
            return File.Exists(name) ? name : null;
        // npm is a .cmd file on Windows; everything else there is an .exe.
        string[] names = OperatingSystem.IsWindows() ? [name + ".exe", name + ".cmd"] : [name];
        return Folders().Concat(SystemFolders)
            .SelectMany(folder => names.Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(File.Exists);
    }
}
