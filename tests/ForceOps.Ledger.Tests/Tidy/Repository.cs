using System.Diagnostics;

namespace ForceOps.Tests.Tidy;

/// <summary>The files of this repository, as git knows them.</summary>
internal static class Repository
{
    internal static readonly string Root = FindRoot();

    /// <summary>Paths from the root with forward slashes, of every file that is tracked or about to be.</summary>
    internal static readonly IReadOnlyList<string> Files = ListFiles();

    internal static IReadOnlyList<string> Code(string folder) =>
        [.. Files.Where(file => file.StartsWith(folder, StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))];

    internal static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    internal static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    internal static bool Has(string file) => File.Exists(Path.Combine(Root, file));

    /// <summary>Fails with what to do and where.</summary>
    internal static void AssertNone(IEnumerable<string> offences, string whatToDo)
    {
        var found = offences.ToList();
        Assert.True(found.Count == 0, $"{whatToDo}\n  {string.Join("\n  ", found)}");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ForceOps.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException(
            $"no ForceOps.sln above {AppContext.BaseDirectory}: run the tests from a build inside the repository");
    }

    private static List<string> ListFiles()
    {
        // Build output and other people's leftovers are not ours to judge; without git (a source archive) everything else is.
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["-C", Root, "ls-files", "--cached", "--others", "--exclude-standard"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            })!;
            var listed = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            if (git.ExitCode == 0)
                return [.. listed.Where(Has)];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git on this machine.
        }
        return
        [
            .. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(file => !file.StartsWith("artifacts/", StringComparison.Ordinal)
                    && !file.Split('/').Any(part => part is ".git" or "bin" or "obj" or "node_modules")),
        ];
    }
}
