using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ForceOps.Api.Hosting;

/// <summary>Whether the ledger is migrated, seeded and writing.</summary>
internal sealed class Readiness : IHealthCheck
{
    private volatile bool _ready;

    internal bool IsReady => _ready;

    internal void Set(bool ready) => _ready = ready;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_ready ? HealthCheckResult.Healthy("ready") : HealthCheckResult.Unhealthy("starting or stopping"));
}
