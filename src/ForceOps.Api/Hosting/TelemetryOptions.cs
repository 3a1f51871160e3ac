using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>Section <c>ForceOps:Telemetry</c>. What the OTEL_ variables set is set by them.</summary>
public sealed class TelemetryOptions
{
    internal const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    internal const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>Where metrics and traces go, an OTLP collector; null: nowhere, and nothing is measured.</summary>
    public string? Endpoint { get; set; }

    /// <summary>As OpenTelemetry names them; null: OTEL_EXPORTER_OTLP_PROTOCOL, or the library's choice, which is grpc.</summary>
    [AllowedValues(null, "grpc", "http/protobuf", ErrorMessage = "Protocol must be grpc or http/protobuf.")]
    public string? Protocol { get; set; }

    internal Uri? EndpointUrl => Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url : null;
}
