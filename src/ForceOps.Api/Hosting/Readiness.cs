using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace ForceOps.Api.Hosting;

/// <summary>Whether the ledger is migrated, seeded and writing, and its database answers.</summary>
internal sealed class Readiness(IServiceProvider services) : IHealthCheck
{
    private volatile bool _ready;

    internal bool IsReady => _ready;

    internal void Set(bool ready) => _ready = ready;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!_ready)
            return HealthCheckResult.Unhealthy("starting or stopping");
        try
        {
            await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy("ready");
        }
        catch (Exception error) when (error is NpgsqlException or ObjectDisposedException)
        {
            return HealthCheckResult.Unhealthy("the database does not answer");
        }
    }
}
