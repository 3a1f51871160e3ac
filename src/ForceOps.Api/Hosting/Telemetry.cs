using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Sends metrics and traces to an OTLP collector, if one is configured. By hand, since OpenTelemetry's own hosting package does not restore
/// from our package source. Whatever the collector does, the service does not notice: what cannot be sent is dropped.
/// </summary>
internal sealed partial class Telemetry(IConfiguration configuration, IOptions<ForceOpsOptions> options, ILogger<Telemetry> log) : IHostedService, IDisposable
{
    /// <summary>For the last of it at the end: more than a collector that lives needs, and no longer than somebody waits at Ctrl+C.</summary>
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(2);

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    /// <summary>First of all hosted services: it stops last, and sends what the others tell of their end.</summary>
    internal static void Add(IServiceCollection services) => services.AddHostedService<Telemetry>();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Telemetry.EndpointUrl is not { } endpoint)
            return Task.CompletedTask;
        var settings = Settings();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(settings))
            .ConfigureResource(Describe)
            // No path, id or customer in any of them: routes are templates, and the pool is named after us.
            .AddMeter(WriterTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Npgsql")
            .AddOtlpExporter()
            .Build();
        // Npgsql's spans would be one for every look of streams and webhooks.
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(settings))
            .ConfigureResource(Describe)
            .AddSource(WriterTelemetry.Name, "Microsoft.AspNetCore")
            .AddOtlpExporter()
            .Build();
        LogSending(endpoint.Authority);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        var patience = (int)FlushPatience.TotalMilliseconds;
        return Task.WhenAll(Task.Run(() => _metrics?.Shutdown(patience), CancellationToken.None), Task.Run(() => _traces?.Shutdown(patience), CancellationToken.None));
    }

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }

    /// <summary>Ours in the names of the standard, which the library reads itself: it also makes the paths of the two signals.</summary>
    private IConfiguration Settings()
    {
        var ours = new Dictionary<string, string?>(StringComparer.Ordinal) { [TelemetryOptions.EndpointVariable] = options.Value.Telemetry.Endpoint };
        if (options.Value.Telemetry.Protocol is { } protocol)
            ours[TelemetryOptions.ProtocolVariable] = protocol;
        return new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(ours).Build();
    }

    private void Describe(ResourceBuilder resource) => resource.AddService(
        configuration["OTEL_SERVICE_NAME"] ?? "forceops", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString());

    [LoggerMessage(LogLevel.Information, "Metrics and traces go to {Collector}")]
    private partial void LogSending(string collector);
}
