using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Writing;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Sends metrics and traces to an OTLP collector, if one is configured. OpenTelemetry's hosting package starts them; this service
/// ends them within <see cref="FlushPatience"/>. A failing collector does not disturb the service: telemetry that cannot be sent is
/// dropped.
/// </summary>
internal sealed partial class Telemetry(MeterProvider metrics, TracerProvider traces, IConfiguration configuration, ILogger<Telemetry> log)
    : IHostedService
{
    /// <summary>
    /// The time to send the last telemetry at the end. It is more than a running collector needs, and no longer than a person
    /// waits after Ctrl+C.
    /// </summary>
    private const int FlushPatience = 2000;

    /// <summary>
    /// Registers nothing when no collector is named. A name that is no address is registered as none: the check of the settings
    /// refuses it before anything starts.
    /// </summary>
    internal static void Add(WebApplicationBuilder builder)
    {
        var options = new TelemetryOptions
        {
            Endpoint = builder.Configuration["ForceOps:Telemetry:Endpoint"] ?? builder.Configuration[TelemetryOptions.EndpointVariable],
            Protocol = builder.Configuration["ForceOps:Telemetry:Protocol"] ?? builder.Configuration[TelemetryOptions.ProtocolVariable],
        };
        if (options.EndpointUrl is not null)
            Add(builder, options);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogSending(new Uri(configuration[TelemetryOptions.EndpointVariable]!).Authority);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => metrics.Shutdown(FlushPatience), CancellationToken.None),
        Task.Run(() => traces.Shutdown(FlushPatience), CancellationToken.None));

    private static void Add(WebApplicationBuilder builder, TelemetryOptions options)
    {
        // The exporters read the standard names, and then make the URL paths of the two signals themselves.
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [TelemetryOptions.EndpointVariable] = options.Endpoint,
            [TelemetryOptions.ProtocolVariable] = options.Protocol,
        });
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] ?? "forceops",
                serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString()))
            // No tag holds a path, an id or a customer: routes are templates, and the connection pool is named after the service.
            // The web server's other twelve meters, which its instrumentation would add, stay off: they measure each connection.
            .WithMetrics(metrics => metrics
                .AddMeter(WriterTelemetry.Name, "Microsoft.AspNetCore.Hosting").AddNpgsqlInstrumentation().AddOtlpExporter())
            // Npgsql's spans are left out: there would be one for every look of streams and webhooks.
            .WithTracing(traces => traces
                .AddSource(WriterTelemetry.Name).AddAspNetCoreInstrumentation(RequestSpans.Describe).AddOtlpExporter());
        // It is the first hosted service of ours, so that it stops last and still sends what the others report at their end.
        builder.Services.AddHostedService<Telemetry>();
    }

    [LoggerMessage(LogLevel.Information, "Metrics and traces go to {Collector}")]
    private partial void LogSending(string collector);
}
