namespace ForceOps.Api.Hosting;

/// <summary>
/// Endpoint metadata: the JSON body that Swagger UI shows, for handlers that read it by hand. Not <c>Accepts</c>: with that, routing
/// itself answers 415, before anybody has looked at token and tenant, which come first in the contract's order of checks.
/// </summary>
internal sealed record RequestBody(Type Type);
