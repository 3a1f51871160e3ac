using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>
/// A database whose owner ends sessions by a timeout of his own. The writer must not die of it: nobody would be answered again.
/// </summary>
public sealed class SessionTimeoutTests(SharedService shared)
{
    private const string EndSessions =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'forceops'";

    [Fact]
    public async Task A_session_ended_by_the_databases_own_timeout_is_no_end_of_the_writer()
    {
        TestPostgres.SkipOnCluster(shared.Service.Database, "its servers would end the sessions in which they change the setting back");
        var database = await shared.Postgres.CreateDatabaseAsync();
        var name = await Sql.ScalarAsync<string>(database, "SELECT current_database()::text");
        await using var service = await RunningService.StartAsync(database, ("ForceOps:Ledger:Writers", "1"));
        await using var tenant = service.NewTenant();
        await tenant.GetAsync("/sandbox/accounts");
        // The first batch of a process takes longer than this between its two round trips: its code is still being compiled.
        await Sql.ExecuteAsync(
            database, $"ALTER DATABASE {name} SET idle_in_transaction_session_timeout = '1ms'; {EndSessions}");
        for (var i = 0; i < 20; i++)
        {
            var answer = await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1)).WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(answer.Code is 201 or 503, $"{answer.Code} {answer.Text}");
        }

        await Sql.ExecuteAsync(
            database,
            $"ALTER DATABASE {name} RESET idle_in_transaction_session_timeout; {EndSessions}");
        Assert.Equal(201, (await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1)).WaitAsync(TimeSpan.FromSeconds(20))).Code);
    }
}
