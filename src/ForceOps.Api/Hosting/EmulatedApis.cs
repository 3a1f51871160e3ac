using System.Collections.Frozen;

namespace ForceOps.Api.Hosting;

/// <summary>Which emulated API a request belongs to.</summary>
internal sealed class EmulatedApis
{
    private readonly List<IDialect> _dialects;
    private readonly FrozenDictionary<string, IEmulatedApi> _byName;

    public EmulatedApis(IEnumerable<IDialect> dialects)
    {
        _dialects = [.. dialects];
        _byName = _dialects.OfType<IEmulatedApi>().ToFrozenDictionary(api => api.Name, StringComparer.Ordinal);
    }

    /// <summary>That of the route, or of the path when no route has it; null for the sandbox, health and Swagger.</summary>
    internal IEmulatedApi? Of(HttpContext http) => http.GetEndpoint() is RouteEndpoint route ? Of(route) : Of(http.Request.Path);

    // Apart: a lambda's captured variables are allocated where their method begins, for the usual way too.
    private IEmulatedApi? Of(PathString path) => _dialects.Find(dialect => dialect.Owns(path)) as IEmulatedApi;

    internal IEmulatedApi? Of(Endpoint route) =>
        route.Metadata.GetMetadata<IEndpointGroupNameMetadata>() is { EndpointGroupName: { } name } ? _byName.GetValueOrDefault(name) : null;
}
