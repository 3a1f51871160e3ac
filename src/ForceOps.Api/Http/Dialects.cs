using System.Collections.Frozen;
using System.Text.Json;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ForceOps.Api.Http;

/// <summary>
/// Extends a dialect whose requests can be made to fail: it finds the org that a request names, and the facts that a request
/// states. Faults ask for them before any gate runs, so nothing here is verified yet.
/// </summary>
internal interface IEmulatedApi : IDialect
{
    /// <summary>Returns the org that the request names; null when the request names no org that a gate would accept.</summary>
    ValueTask<OrgId?> OrgOfAsync(HttpContext http);

    /// <param name="request">The request, for its path and headers.</param>
    /// <param name="body">The body as JSON; undefined for a request without a body.</param>
    RequestSubject FactsOf(HttpRequest request, JsonElement body);

    /// <summary>
    /// Reads what the journal may keep of a body of a route that moves money, when no gate may read it because a fault answers first; null
    /// where nothing is to be kept.
    /// </summary>
    RecordedBody? Recorded(HttpRequest request, ReadOnlySpan<byte> body) => null;

    /// <summary>The value of <c>WWW-Authenticate</c> in a 401.</summary>
    StringValues Challenge { get; }

    /// <summary>Answers a status that a fault asks for, 400 or more, in the dialect's own form and in words that fit the status.</summary>
    IResult RefuseWith(int status);

    /// <summary>Answers 400, in the dialect's own form, for a ForceOps header that cannot be read.</summary>
    IResult RefuseHeader(string header, string message);

    /// <summary>
    /// Answers 403 when the refusal is Forbidden, 401 otherwise, in the dialect's own form. It is for a ForceOps header whose
    /// sandbox key is missing or wrong.
    /// </summary>
    IResult RefuseKey(Refusal refusal, string message);
}

/// <summary>
/// Answers, in the form of one emulated API, the requests that fail outside its endpoints: an unknown path, a wrong method, a
/// crash. An emulator that answers such a request in its framework's form is wrong exactly when the answer matters most.
/// </summary>
internal interface IDialect
{
    /// <summary>The name of the dialect's document, of its group of routes and of its lines in the journal.</summary>
    string Name { get; }

    /// <summary>Returns true when the path belongs to this API, whether or not a route has it.</summary>
    bool Owns(PathString path);

    IResult Refuse(HttpContext http, Refusal refusal);
}

/// <summary>Finds the emulated API that a request belongs to.</summary>
internal sealed class Dialects
{
    private readonly List<IDialect> _dialects;
    private readonly FrozenDictionary<string, IEmulatedApi> _byName;

    public Dialects(IEnumerable<IDialect> dialects)
    {
        _dialects = [.. dialects];
        _byName = _dialects.OfType<IEmulatedApi>().ToFrozenDictionary(api => api.Name, StringComparer.Ordinal);
    }

    /// <summary>Returns the API of the route, or of the path when no route has it; null for the sandbox, health and Swagger.</summary>
    internal IEmulatedApi? Of(HttpContext http) => http.GetEndpoint() is RouteEndpoint route ? Of(route) : Of(http.Request.Path);

    /// <summary>Returns true when a name of an org is enough: in open mode, which asks nobody who they are.</summary>
    internal static bool BelievesNames(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<ForceOpsOptions>>().Value.Mode == ForceOpsMode.Open;

    /// <summary>
    /// Returns the org of a request whose key may say it: that of x-tenant, if it is one and may be named, else that of the key.
    /// </summary>
    internal static OrgId? OrgOf(HttpContext http, OrgId? ofKey) => !http.Request.Headers.TryGetSent("x-tenant", out var tenant)
        ? ofKey
        : OrgId.TryParse(tenant.ToString(), out var org) && (BelievesNames(http) || org == ofKey) ? org : null;

    // This is a method of its own, since a lambda's captured variables are allocated where their method begins, for the usual path too.
    private IEmulatedApi? Of(PathString path) => _dialects.Find(dialect => dialect.Owns(path)) as IEmulatedApi;

    internal IEmulatedApi? Of(Endpoint route) =>
        route.Metadata.GetMetadata<IEndpointGroupNameMetadata>() is { EndpointGroupName: { } name }
            ? _byName.GetValueOrDefault(name)
            : null;
}
