using System.Collections.Frozen;
using System.Text.Json;

namespace ForceOps.Api.Http;

/// <summary>
/// A dialect whose requests can be made to fail: where its requests name their org, and what they say of themselves. Asked before any
/// gate, so nothing here is proved yet.
/// </summary>
internal interface IEmulatedApi : IDialect
{
    /// <summary>The org that the request names; null when it names none that a gate would let pass.</summary>
    ValueTask<OrgId?> OrgOfAsync(HttpContext http);

    /// <param name="request">For path and headers.</param>
    /// <param name="body">Undefined for a request that has none.</param>
    RequestSubject FactsOf(HttpRequest request, JsonElement body);

    /// <summary>400 in the dialect's words, for a header of ours that cannot be read.</summary>
    IResult RefuseHeader(string header, string message);

    /// <summary>In the dialect's words for 403 when it is forbidden, otherwise for 401: the key of the sandbox for a header of ours.</summary>
    IResult RefuseKey(Refusal refusal, string message);
}

/// <summary>
/// The words of one emulated API for what happens outside its endpoints: an unknown path, a wrong method, a crash. An emulator that
/// answers in its framework's words is wrong at exactly the wrong moment.
/// </summary>
internal interface IDialect
{
    /// <summary>Of its document, its routes' group and its lines in the journal.</summary>
    string Name { get; }

    /// <summary>Whether the path belongs to this API, matched by a route or not.</summary>
    bool Owns(PathString path);

    IResult Refuse(HttpContext http, Refusal refusal);
}

/// <summary>Which emulated API a request belongs to.</summary>
internal sealed class Dialects
{
    private readonly List<IDialect> _dialects;
    private readonly FrozenDictionary<string, IEmulatedApi> _byName;

    public Dialects(IEnumerable<IDialect> dialects)
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
