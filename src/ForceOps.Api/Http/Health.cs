using ForceOps.Api.Settings;
using ForceOps.Postgres.Outage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ForceOps.Api.Http;

/// <summary>
/// Serves <c>/health/live</c> as long as the process runs, and <c>/health/ready</c> while the service can post. Until the service
/// can post for the first time, and while the database does not answer, every other route except Swagger and the start page answers 503.
/// </summary>
internal static class Health
{
    internal static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddHealthChecks().AddCheck<Readiness>("ledger");
    }

    internal static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions
        {
            Predicate = _ => false,
            ResponseWriter = (http, report) => http.Response.WriteAsync($"{report.Status} {ProductVersion.Text}"),
        });
        app.MapHealthChecks("/health/ready");
    }

    /// <summary>
    /// Adds the middleware that answers 503 until the ledger is ready, so that nothing that touches the ledger runs before there
    /// is one, and while the database does not answer, so that no request waits for an answer that cannot come.
    /// </summary>
    internal static void UseReadinessGate(this WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        app.Use((http, next) => readiness is { IsReady: true, IsSilent: false } || http.Request.Path.StartsWithSegments("/health")
            || http.Request.Path.StartsWithSegments("/swagger")
                || http.Request.Path.Value is "/"
            ? next(http)
            : ErrorResponses.AnswerAsync(http, Refusal.Unavailable));
    }
}

/// <summary>Reports ready when the ledger is migrated and seeded, and its database answers and can be written.</summary>
internal sealed class Readiness(IServiceProvider services) : IHealthCheck
{
    private volatile bool _ready;
    private LedgerPulse? _pulse;

    internal bool IsReady => _ready;

    internal bool IsSilent => _pulse is { IsSilent: true };

    /// <summary>Waits for work; returns false when the database has become silent first. The work goes on in this case.</summary>
    internal async Task<bool> WaitAsync(Task work)
    {
        if (_pulse is not null)
            return await _pulse.WaitAsync(work);
        await work;
        return true;
    }

    internal void Set(bool ready)
    {
        if (ready)
            _pulse = services.GetRequiredService<LedgerPulse>();
        _ready = ready;
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!_ready)
            return HealthCheckResult.Unhealthy("starting or stopping");
        return await _pulse!.CanWriteAsync()
            ? HealthCheckResult.Healthy("ready")
            : HealthCheckResult.Unhealthy("the database does not answer, or cannot be written");
    }
}
