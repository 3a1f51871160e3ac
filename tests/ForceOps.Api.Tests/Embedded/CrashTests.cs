using ForceOps.Api.Tests.Service;
using System.Diagnostics;
using System.Globalization;
using ForceOps.Postgres.Embedded;

namespace ForceOps.Api.Tests.Embedded;

/// <summary>What a killed service or server leaves behind must not stop the next start, nor lose a commit.</summary>
[Collection(Lanes.Servers)]
public sealed class CrashTests
{
    [Fact]
    public async Task After_a_killed_server_the_next_start_has_all_that_was_committed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        using var folder = new ServerFolder();
        EmbeddedPostgres killed = await folder.StartAsync();
        await ServerFolder.CommitAsync(killed);
        Assert.True(UnixCalls.Send(folder.PostmasterPid(ServerFolder.MajorOf(killed)), UnixCalls.Kill));
        killed.Abandon();

        await using EmbeddedPostgres next = await folder.StartAsync();

        Assert.Equal(42, await ServerFolder.CommittedAsync(next));
    }

    [Fact]
    public async Task After_a_killed_server_a_session_in_a_long_statement_does_not_block_the_next_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        using var folder = new ServerFolder();
        EmbeddedPostgres killed = await folder.StartAsync();
        await ServerFolder.CommitAsync(killed);
        // Counting does not look whether the server still lives.
        Task<long> counting = ServerFolder.ScalarAsync<long>(killed, "SELECT count(*) FROM generate_series(1, 100000000000)");
        while (await ServerFolder.ScalarAsync<long>(
            killed, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%100000000000%'") < 2)
        {
            Assert.False(counting.IsCompleted);
        }

        Assert.True(UnixCalls.Send(folder.PostmasterPid(ServerFolder.MajorOf(killed)), UnixCalls.Kill));
        killed.Abandon();
        await using EmbeddedPostgres next = await folder.StartAsync();

        Assert.Equal(42, await ServerFolder.CommittedAsync(next));
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => counting);
    }

    [Fact]
    public async Task A_server_that_outlived_its_service_is_stopped_and_a_new_one_started()
    {
        using var folder = new ServerFolder();
        EmbeddedPostgres killed = await folder.StartAsync();
        await ServerFolder.CommitAsync(killed);
        int major = ServerFolder.MajorOf(killed);
        int orphan = folder.PostmasterPid(major);
        killed.Abandon();

        await using EmbeddedPostgres next = await folder.StartAsync();

        Assert.NotEqual(orphan, folder.PostmasterPid(major));
        Assert.Equal(42, await ServerFolder.CommittedAsync(next));
    }

    [Fact]
    public async Task A_server_that_was_started_through_a_link_is_found_by_its_real_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        using var folder = new ServerFolder();
        string link = folder.Options.DataFolder + "-link";
        Directory.CreateDirectory(folder.Options.DataFolder);
        Directory.CreateSymbolicLink(link, folder.Options.DataFolder);
        EmbeddedPostgres killed = await folder.StartAsync(folder.Options with { DataFolder = link });
        await ServerFolder.CommitAsync(killed);
        killed.Abandon();

        await using EmbeddedPostgres next = await folder.StartAsync();

        Assert.Equal(42, await ServerFolder.CommittedAsync(next));
    }

    [Fact]
    public async Task A_stale_pid_file_that_names_another_living_process_is_seen_through()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Shell and signals are of Unix.");
        using var folder = new ServerFolder();
        int major;
        string recorded;
        await using (EmbeddedPostgres first = await folder.StartAsync())
        {
            await ServerFolder.CommitAsync(first);
            major = ServerFolder.MajorOf(first);
            recorded = File.ReadAllText(folder.PidFile(major));
        }

        // Another program of the server's own user has the id now: PostgreSQL by itself would refuse to start.
        var user = await ServerUser.FindAsync(folder.ClusterFolder(major), TestContext.Current.CancellationToken);
        IReadOnlyList<string> sleep = user.Command(["sleep", "60"]);
        using Process other = Process.Start(new ProcessStartInfo(sleep[0], sleep.Skip(1)) { UseShellExecute = false })!;
        string stale = string.Join('\n', recorded.Split('\n').Skip(1).Prepend(other.Id.ToString(CultureInfo.InvariantCulture)));
        await File.WriteAllTextAsync(folder.PidFile(major), stale, TestContext.Current.CancellationToken);

        try
        {
            await using EmbeddedPostgres next = await folder.StartAsync();
            Assert.Equal(42, await ServerFolder.CommittedAsync(next));
            Assert.False(other.HasExited);
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task A_start_that_died_during_initdb_leaves_no_half_cluster()
    {
        using var folder = new ServerFolder();
        string half = Path.Combine(folder.Options.DataFolder, "initdb-killed", "cluster");
        Directory.CreateDirectory(half);
        await File.WriteAllTextAsync(Path.Combine(half, "PG_VERSION"), "18", TestContext.Current.CancellationToken);

        await using EmbeddedPostgres server = await folder.StartAsync();

        Assert.Equal(1, await ServerFolder.ScalarAsync<int>(server, "SELECT 1"));
        Assert.False(Directory.Exists(half));
    }
}
