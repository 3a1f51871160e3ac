namespace ForceOps.Api.Hosting;

/// <summary>Endpoint metadata: headers that Swagger UI shows, for handlers that read them by hand.</summary>
internal sealed record RequestHeaders(params (string Name, string Description)[] Items);
