using ForceOps.Postgres.Embedded;
using Xunit;

namespace ForceOps.Api.Tests.Embedded;

/// <summary>Starting, stopping and starting again, on real servers.</summary>
public sealed class EmbeddedPostgresTests
{
    [Fact]
    public async Task The_first_start_creates_a_durable_server_that_answers()
    {
        using var folder = new ServerFolder();
        await using EmbeddedPostgres server = await folder.StartAsync();

        Assert.StartsWith("PostgreSQL " + server.Version, await ServerFolder.ScalarAsync<string>(server, "SELECT version()"));
        Assert.Equal("forceops", await ServerFolder.ScalarAsync<string>(server, "SELECT current_database()::text"));
        Assert.Equal("on on", await ServerFolder.ScalarAsync<string>(
            server, "SELECT current_setting('fsync') || ' ' || current_setting('synchronous_commit')"));
        Assert.Equal("UTF8 C", await ServerFolder.ScalarAsync<string>(
            server, "SELECT pg_encoding_to_char(encoding) || ' ' || datcollate FROM pg_database WHERE datname = current_database()"));
    }

    [Fact]
    public async Task The_server_listens_on_a_private_unix_socket_only_and_wants_the_password()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has the loopback instead.");
            return;
        }

        using var folder = new ServerFolder();
        await using EmbeddedPostgres server = await folder.StartAsync();

        Assert.Equal("", await ServerFolder.ScalarAsync<string>(server, "SELECT current_setting('listen_addresses')"));
        Assert.Equal(0L, await ServerFolder.ScalarAsync<long>(
            server, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"));
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(ownerOnly, File.GetUnixFileMode(Path.Combine(folder.Options.DataFolder, "password")));
        Assert.Equal(
            ownerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder.Options.DataFolder, "run")));
    }

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

    [Fact]
    public async Task A_second_service_on_the_same_folder_is_told_who_uses_it()
    {
        using var folder = new ServerFolder();
        await using EmbeddedPostgres first = await folder.StartAsync();

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync());

        Assert.Contains(folder.Options.DataFolder, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await ServerFolder.ScalarAsync<int>(first, "SELECT 1"));
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
    public async Task The_server_has_a_session_of_its_own_so_that_a_terminals_interrupt_does_not_reach_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        using var folder = new ServerFolder();
        await using EmbeddedPostgres server = await folder.StartAsync();
        int pid = folder.PostmasterPid(ServerFolder.MajorOf(server));

        // pid (name) state parent group session: both are its own id in a session that it leads.
        string[] stat = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ');

        Assert.Equal($"{pid} {pid}", $"{stat[2]} {stat[3]}");
    }

    [Fact]
    public async Task A_cancelled_start_leaves_no_server_and_no_lock()
    {
        using var folder = new ServerFolder();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EmbeddedPostgres.StartAsync(
            folder.Options, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, soon.Token));

        await using EmbeddedPostgres server = await folder.StartAsync();

        Assert.Equal(1, await ServerFolder.ScalarAsync<int>(server, "SELECT 1"));
    }
}
