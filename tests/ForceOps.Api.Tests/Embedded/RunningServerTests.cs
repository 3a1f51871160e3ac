using ForceOps.Postgres.Embedded;

namespace ForceOps.Api.Tests.Embedded;

/// <summary>What a started server is like. One server for all, since none of these changes it.</summary>
public sealed class RunningServerTests(RunningServerTests.Running running) : IClassFixture<RunningServerTests.Running>
{
    [Fact]
    public async Task The_first_start_creates_a_durable_server_that_answers()
    {
        Assert.StartsWith(
            "PostgreSQL " + running.Server.Version,
            await ServerFolder.ScalarAsync<string>(running.Server, "SELECT version()"),
            StringComparison.Ordinal);
        Assert.Equal("forceops", await ServerFolder.ScalarAsync<string>(running.Server, "SELECT current_database()::text"));
        Assert.Equal("on on", await ServerFolder.ScalarAsync<string>(
            running.Server, "SELECT current_setting('fsync') || ' ' || current_setting('synchronous_commit')"));
        Assert.Equal("UTF8 C", await ServerFolder.ScalarAsync<string>(
            running.Server,
            "SELECT pg_encoding_to_char(encoding) || ' ' || datcollate FROM pg_database WHERE datname = current_database()"));
    }

    [Fact]
    public async Task The_server_listens_on_a_private_unix_socket_only_and_wants_the_password()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has the loopback instead.");
            return;
        }

        Assert.Equal("", await ServerFolder.ScalarAsync<string>(running.Server, "SELECT current_setting('listen_addresses')"));
        Assert.Equal(0L, await ServerFolder.ScalarAsync<long>(
            running.Server, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"));
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(ownerOnly, File.GetUnixFileMode(Path.Combine(running.Folder.Options.DataFolder, "password")));
        Assert.Equal(
            ownerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(running.Folder.Options.DataFolder, "run")));
    }

    [Fact]
    public async Task A_second_service_on_the_same_folder_is_told_who_uses_it()
    {
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => running.Folder.StartAsync());

        Assert.Contains(running.Folder.Options.DataFolder, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await ServerFolder.ScalarAsync<int>(running.Server, "SELECT 1"));
    }

    [Fact]
    public async Task The_server_has_a_session_of_its_own_so_that_a_terminals_interrupt_does_not_reach_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        int pid = running.Folder.PostmasterPid(ServerFolder.MajorOf(running.Server));

        // pid (name) state parent group session: both are its own id in a session that it leads.
        string[] stat = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ');

        Assert.Equal($"{pid} {pid}", $"{stat[2]} {stat[3]}");
    }

    public sealed class Running : IAsyncLifetime
    {
        internal ServerFolder Folder { get; } = new();

        internal EmbeddedPostgres Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await Folder.StartAsync();

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Folder.Dispose();
        }
    }
}
