namespace ForceOps.Api.Tests.Seed;

/// <summary>A seed file of one test.</summary>
internal sealed class SeedFileOnDisk : IDisposable
{
    internal SeedFileOnDisk(string text)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"forceops-seed-{Guid.NewGuid():N}.yaml");
        File.WriteAllText(Path, text);
    }

    internal string Path { get; }

    /// <summary>The example that the README shows.</summary>
    internal static string Example()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = System.IO.Path.Combine(folder.FullName, "examples", "seed.yaml");
            if (File.Exists(file))
                return file;
        }
        throw new FileNotFoundException("examples/seed.yaml is in no folder above the tests");
    }

    public void Dispose() => File.Delete(Path);
}
