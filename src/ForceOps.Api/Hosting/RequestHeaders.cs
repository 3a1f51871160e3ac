namespace ForceOps.Api.Hosting;

/// <summary>Endpoint metadata: headers that Swagger UI shows, for handlers that read them by hand.</summary>
internal sealed record RequestHeaders(params (string Name, string Description)[] Items)
{
    /// <summary>Of every emulated route.</summary>
    internal static readonly (string Name, string Description) Fault = (
        "x-forceops-fault", "ForceOps: what goes wrong with this request, like status=503, latency=200ms, delay=2s, drop, commit-and-drop, acquirer=declined; several with commas. Where the sandbox has a key it needs x-sandbox-key.");
}
