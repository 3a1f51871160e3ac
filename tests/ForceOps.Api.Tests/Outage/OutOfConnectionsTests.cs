using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using Npgsql;

namespace ForceOps.Api.Tests.Outage;

/// <summary>Others hold every connection of the server: the service has none, says so, and takes the first that is free again.</summary>
public sealed class OutOfConnectionsTests
{
    private const string Busy = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'forceops%'";

    [Fact]
    public async Task Without_a_connection_it_is_unavailable_and_unready_until_one_is_free()
    {
        await using var postgres = await OwnPostgres.StartAsync(("max_connections", "20"));
        await using var service = await RunningService.StartAsync(postgres.ConnectionString);
        await using var tenant = service.NewTenant();
        var body = Body.Force(Tenant.NewTrackingId(), 1, 1);
        await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        var held = new List<NpgsqlConnection>();
        try
        {
            await TakeAllAsync(postgres.ConnectionString, held);

            OutageOfTenant.AssertUnavailable("force", await tenant.ForceAsync(body).WaitAsync(OutageOfTenant.Patience));
            OutageOfTenant.AssertUnavailable("read", await tenant.GetAsync("/sandbox/accounts").WaitAsync(OutageOfTenant.Patience));
            Assert.Equal(503, await tenant.ReadyAsync());
            Assert.Equal(200, (await tenant.GetAsync("/health/live")).Code);
        }
        finally
        {
            foreach (var connection in held)
                await connection.DisposeAsync();
        }

        await tenant.WaitUntilReadyAsync();
        await tenant.SettleAsync(body);
        Assert.Equal(2, await tenant.BalanceOfAsync(1));
    }

    /// <summary>Ends the service's sessions and takes their places, until it has none.</summary>
    private static async Task TakeAllAsync(string database, List<NpgsqlConnection> held)
    {
        held.Add(await Sql.OpenAsync(database));
        using var patience = new CancellationTokenSource(OutageOfTenant.Patience);
        // A session that is being opened is not among the sessions yet: one look does not show that there is none.
        for (var looks = 0; looks < 5; await Task.Delay(50, patience.Token))
        {
            var before = held.Count;
            await using (var end = new NpgsqlCommand(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'forceops%'", held[0]))
                await end.ExecuteNonQueryAsync(patience.Token);
            try
            {
                while (true)
                    held.Add(await Sql.OpenAsync(database));
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await using var busy = new NpgsqlCommand(Busy, held[0]);
                looks = (long)(await busy.ExecuteScalarAsync(patience.Token))! == 0 && held.Count == before ? looks + 1 : 0;
            }
        }
    }
}
