using ForceOps.Api.Settings;
using ForceOps.Api.Tests.Service;
using Npgsql;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>Live as long as the process runs, ready once it can post; until then every route says 503 in its dialect's words.</summary>
public sealed class HealthTests(SharedService shared)
{
    [Fact]
    public async Task A_running_service_is_live_and_ready()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal($"200 Healthy {ProductVersion.Text}", await HealthAsync(tenant, "live"));
        Assert.Equal("200 Healthy", await HealthAsync(tenant, "ready"));
    }

    [Fact]
    public async Task A_service_that_waits_for_its_migration_is_live_but_not_ready()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var holder = new NpgsqlConnection(database);
        await holder.OpenAsync();
        await using (var transaction = await holder.BeginTransactionAsync())
        {
            await using (var hold = new NpgsqlCommand(
                "LOCK TABLE orgs, \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE", holder, transaction))
                await hold.ExecuteNonQueryAsync();
            await using var service = await RunningService.StartListeningAsync(database);
            var tenant = service.NewTenant();
            Assert.Equal($"200 Healthy {ProductVersion.Text}", await HealthAsync(tenant, "live"));
            Assert.Equal("503 Unhealthy", await HealthAsync(tenant, "ready"));
            var force = await tenant.ForceAsync("""{"account_id":1234,"amount":40.25,"processing_code":"090907"}""");
            Refused.AsPismo(force, 503, "LEDGER_UNAVAILABLE");
            Assert.Equal("1", force.Header("retry-after"));
            var look = await tenant.GetAsync("/sandbox/accounts");
            Refused.AsProblem(look, 503, "LEDGER_UNAVAILABLE");
            Assert.Equal("1", look.Header("retry-after"));
            Assert.Equal(200, (await tenant.GetAsync("/swagger/pismo/swagger.json")).Code);

            await transaction.RollbackAsync();
            await service.WaitUntilReadyAsync();
            Assert.Equal("200 Healthy", await HealthAsync(tenant, "ready"));
            await tenant.ForcedAsync("""{"account_id":1234,"amount":40.25,"processing_code":"090907"}""");
            await tenant.DisposeAsync();
        }
    }

    private static async Task<string> HealthAsync(Tenant tenant, string which)
    {
        var answer = await tenant.GetAsync($"/health/{which}");
        return $"{answer.Code} {answer.Text}";
    }
}
