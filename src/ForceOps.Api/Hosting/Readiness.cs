using ForceOps.Postgres;
using Microsoft.Extensions.Diagnostics.HealthChecks;

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
        return await services.GetRequiredService<LedgerPulse>().IsAliveAsync()
            ? HealthCheckResult.Healthy("ready")
            : HealthCheckResult.Unhealthy("the database does not answer");
    }
}
