namespace ForceOps.Api.Hosting;

/// <summary>Endpoint metadata: bodies that Swagger UI offers, by name.</summary>
internal sealed record RequestExamples(params (string Name, string Json)[] Items);
