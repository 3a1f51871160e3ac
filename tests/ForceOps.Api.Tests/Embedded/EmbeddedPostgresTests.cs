using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace ForceOps.Api.Tests.Embedded;

/// <summary>Starting, stopping and starting again, on real servers.</summary>
[Collection(Lanes.Servers)]
public sealed class EmbeddedPostgresTests
{
    [Fact]
    public async Task Data_survive_a_restart()
    {
        using var folder = new ServerFolder();
        await using (EmbeddedPostgres first = await folder.StartAsync())
            await ServerFolder.CommitAsync(first);

        await using EmbeddedPostgres second = await folder.StartAsync();

        Assert.Equal(42, await ServerFolder.CommittedAsync(second));
    }

    [Fact]
    public async Task Stopping_ends_the_server_and_stopping_twice_does_nothing()
    {
        using var folder = new ServerFolder();
        await using EmbeddedPostgres server = await folder.StartAsync();
        int major = ServerFolder.MajorOf(server);
        int pid = folder.PostmasterPid(major);

        await server.StopAsync();
        await server.StopAsync();

        Assert.False(File.Exists(folder.PidFile(major)));
        Assert.False(ServerProcesses.IsPostmaster(pid, folder.ClusterFolder(major)));
    }

    [Theory]
    [InlineData("a-name-that-makes-the-path-longer-than-the-107-bytes-which-the-address-of-a-unix-socket-may-have-on-linux-and-macos")]
    [InlineData("a comma, a space and 'quotes'")]
    public async Task A_folder_whose_path_cannot_be_a_socket_address_works_too(string name)
    {
        using var folder = new ServerFolder(name);
        await using EmbeddedPostgres server = await folder.StartAsync();

        Assert.Equal(1, await ServerFolder.ScalarAsync<int>(server, "SELECT 1"));

        string socketFolder = new Npgsql.NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;
        await server.StopAsync();
        if (!OperatingSystem.IsWindows())
            Directory.Delete(socketFolder, recursive: true);
    }

    [Fact]
    public async Task A_setting_that_the_server_refuses_shows_the_servers_own_words()
    {
        using var folder = new ServerFolder();
        EmbeddedPostgresOptions wrong = folder.Options with
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shared_buffers"] = "a lot" },
        };

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync(wrong));

        Assert.Contains("invalid value for parameter \"shared_buffers\": \"a lot\"", refused.Message, StringComparison.Ordinal);
        await using EmbeddedPostgres server = await folder.StartAsync();
        Assert.Equal(1, await ServerFolder.ScalarAsync<int>(server, "SELECT 1"));
    }

    [Fact]
    public async Task A_cancelled_start_leaves_no_server_and_no_lock()
    {
        using var folder = new ServerFolder();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EmbeddedPostgres.StartAsync(
            folder.Options, NullLogger.Instance, soon.Token));

        await using EmbeddedPostgres server = await folder.StartAsync();

        Assert.Equal(1, await ServerFolder.ScalarAsync<int>(server, "SELECT 1"));
    }
}
