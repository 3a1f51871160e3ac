using ForceOps.Api.Settings;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Sends metrics and traces to an OTLP collector, if one is configured. It sets up the exporters itself, since OpenTelemetry's
/// hosting package does not restore from our package source. A failing collector does not disturb the service: telemetry that
/// cannot be sent is dropped.
/// </summary>
internal sealed partial class Telemetry(IConfiguration configuration, IOptions<ForceOpsOptions> options, ILogger<Telemetry> log) : IHostedService, IDisposable
{
    /// <summary>
    /// The time to send the last telemetry at the end. It is more than a running collector needs, and no longer than a person
    /// waits after Ctrl+C.
    /// </summary>
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(2);

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    /// <summary>
    /// Registers the service as the first hosted service, so that it stops last and still sends what the other services report at
    /// their end.
    /// </summary>
    internal static void Add(IServiceCollection services) => services.AddHostedService<Telemetry>();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Telemetry.EndpointUrl is not { } endpoint)
            return Task.CompletedTask;
        var settings = Settings();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(settings))
            .ConfigureResource(Describe)
            // No tag holds a path, an id or a customer: routes are templates, and the connection pool is named after the service.
            .AddMeter(WriterTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Npgsql")
            .AddOtlpExporter()
            .Build();
        // Npgsql's spans are left out: there would be one for every look of streams and webhooks.
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

    /// <summary>
    /// Translates our settings into the standard names, which the library reads itself. The library also makes the URL paths of
    /// the two signals.
    /// </summary>
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
