using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>Connections break in the middle of a transaction, before a commit and during it.</summary>
[Collection(Lanes.Kills)]
public sealed class TerminatedConnectionTests(SharedService shared)
{
    private const int Operations = 600;

    [Fact]
    public async Task A_writer_whose_connection_is_terminated_under_load_neither_loses_nor_doubles_anything()
    {
        await using var service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync());
        var load = new Load($"TN-{Guid.NewGuid()}");
        var terminated = 0L;
        await using var killer = await Sql.OpenAsync(service.Database);
        await using var terminate = new Npgsql.NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'forceops'", killer);
        using var one = new SemaphoreSlim(1);

        await load.RunAsync(service, 16, () => load.Acknowledged < Operations, count =>
        {
            // Every tenth answer ends the connections under the batch that is then in flight.
            if (count % 10 == 0 && one.Wait(0))
                _ = TerminateAsync();
        });
        await one.WaitAsync();

        Assert.True(terminated > 10, $"only {terminated} connections were terminated");
        await load.SettleAsync(service);
        await load.ProveAsync(service);

        async Task TerminateAsync()
        {
            try
            {
                terminated += (long)(await terminate.ExecuteScalarAsync())!;
            }
            finally
            {
                one.Release();
            }
        }
    }
}
