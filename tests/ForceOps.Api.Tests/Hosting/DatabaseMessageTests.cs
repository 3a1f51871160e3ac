using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using Npgsql;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>What is said of a PostgreSQL that cannot be used: the setting, the place and the way out, and never the password.</summary>
public sealed class DatabaseMessageTests(SharedService shared)
{
    private const string Password = "pass-word-5d1e";

    [Theory]
    [InlineData("ConnectionStrings:Ledger", "Host=127.0.0.1;Port=1;Username=nobody;Database=books;Password=" + Password,
        "the PostgreSQL of ConnectionStrings:Ledger (host 127.0.0.1, port 1, database books) does not answer: connection refused. Start it, or correct the setting.")]
    [InlineData("ConnectionStrings:Ledger", "postgresql://nobody:" + Password + "@127.0.0.1:1/books?sslmode=disable&connect_timeout=2",
        "the PostgreSQL of ConnectionStrings:Ledger (host 127.0.0.1, port 1, database books) does not answer: connection refused.")]
    [InlineData("DATABASE_URL", "postgres://nobody:" + Password + "%40@127.0.0.1:1/books",
        "the PostgreSQL of DATABASE_URL (host 127.0.0.1, port 1, database books) does not answer")]
    [InlineData("ConnectionStrings:Ledger", "postgresql://nobody:" + Password + "@127.0.0.1:port/books",
        "its port is no number from 1 to 65535")]
    [InlineData("ConnectionStrings:Ledger", "postgresql://nobody:" + Password + "@127.0.0.1/books?sslmod=off",
        "its parameter sslmod is unknown")]
    [InlineData("ConnectionStrings:Ledger", "postgresql://nobody:" + Password + "@127.0.0.1/books?sslmode=perhaps",
        "its parameter sslmode has a wrong value")]
    [InlineData("ConnectionStrings:Ledger", "Hots=127.0.0.1;Password=" + Password, "it has Hots, where Host may be meant")]
    [InlineData("ConnectionStrings:Ledger", "Host=127.0.0.1;Password=x;" + Password + "=1",
        "is no connection string: it has another form. Write Host=")]
    [InlineData("ConnectionStrings:Ledger", "Username=nobody;Password=" + Password, "it names no host")]
    public async Task A_server_that_is_not_there_and_a_text_that_is_no_address(string setting, string value, string said) =>
        Refused(await RunningService.FailAsync((setting, value), ("ForceOps:Ledger:StartWait", "00:00:00")), said);

    [Fact]
    public async Task A_user_who_may_not_and_a_server_that_knows_the_user_by_another_password()
    {
        TestPostgres.SkipOnCluster(shared.Service.Database, "its databases exist on every server");
        var user = $"u{Guid.NewGuid():N}"[..12];
        await Sql.ExecuteAsync(shared.Service.Database, $"CREATE ROLE {user} LOGIN PASSWORD '{Password}'");
        var address = new NpgsqlConnectionStringBuilder(
            await shared.Postgres.CreateEmptyDatabaseAsync()) { Username = user, Password = Password };
        Refused(await RunAsync(address.ConnectionString), $"does not let the user {user} make its tables: ");

        address.Database = "nowhere_" + user;
        Refused(await RunAsync(address.ConnectionString), $"has no database {address.Database}, and the user {user} may not create it");

        address.Password = "another-" + Password;
        Refused(await RunAsync(address.ConnectionString), $"does not let the user {user} in: ");
    }

    /// <summary>A variable that hosting platforms set for every program must not bring our tables into another one's database.</summary>
    [Fact]
    public async Task Another_programs_database_is_refused_with_the_way_out()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE TABLE orders (id int)");
        var run = await RunningService.RunAsync(["--urls", "http://127.0.0.1:0"], ("DATABASE_URL", database));
        Refused(run, $"database {new NpgsqlConnectionStringBuilder(database).Database}) is the database of another program: it has orders. Nothing was made in it. Other programs read DATABASE_URL too: set ConnectionStrings:Ledger, which counts before it, or unset it");
    }

    [Fact]
    public async Task A_database_that_is_created_is_said_and_the_URL_form_works()
    {
        var server = new NpgsqlConnectionStringBuilder(shared.Service.Database);
        var name = $"forceops_made_{Guid.NewGuid():N}";
        var url = $"postgresql://{server.Username}:{Uri.EscapeDataString(
            server.Password ?? "")}@/{name}?host={Uri.EscapeDataString(server.Host!)}&port={server.Port}&sslmode=disable";
        await using var service = await RunningService.StartAloneAsync(["--urls", "http://127.0.0.1:0"], ("DATABASE_URL", url));
        await using (var tenant = service.NewTenant())
            await tenant.ForcedAsync("""{"account_id":1234,"amount":40.25,"processing_code":"090907"}""");
        Assert.Equal(0, await service.StopAsync());
        Assert.Contains($"The ledger is kept in the PostgreSQL of DATABASE_URL (host {server.Host}, port {server.Port}, database {name})", service.Output, StringComparison.Ordinal);
        Assert.Contains($"The database {name} did not exist. It was created, and is empty", service.Output, StringComparison.Ordinal);
        Assert.Contains($"ForceOps has stopped. The data are in the PostgreSQL of DATABASE_URL (host {server.Host}, port {server.Port}, database {name})", service.Output, StringComparison.Ordinal);
        // The database stays: to remove it would flush all that the other tests have written.
    }

    [Fact]
    public async Task A_server_that_is_down_at_the_start_is_waited_for()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await postgres.StopAsync();
        await using var service = await RunningService.StartListeningAsync(
            postgres.ConnectionString, ("ForceOps:Ledger:StartWait", "00:05:00"));
        await Events.WebhookTests.UntilAsync(() => service.Output.Contains("does not answer yet", StringComparison.Ordinal));
        Assert.Contains("(ForceOps:Ledger:StartWait)", service.Output, StringComparison.Ordinal);
        await postgres.StartAgainAsync();
        await service.WaitUntilReadyAsync();
        await using var tenant = service.NewTenant();
        await tenant.ForcedAsync("""{"account_id":1234,"amount":40.25,"processing_code":"090907"}""");
    }

    private static Task<(int ExitCode, string Output)> RunAsync(string database) => RunningService.StartAndFailAsync(database);

    private static void Refused((int ExitCode, string Output) run, string said)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ForceOps cannot start: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }
}
