using ForceOps.Api.Hosting;

namespace ForceOps.Api.Bluefin;

internal sealed class TraceBody
{
    public string? Cashier { get; init; }
    public string? ClientIp { get; init; }
    public string? SourceIp { get; init; }
    public string? Source { get; init; }
    public string? CustomId { get; init; }
    public string? Timestamp { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public RawObject? GpsLocation { get; init; }
}
