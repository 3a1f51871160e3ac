using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Hosting;
using ForceOps.Postgres;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Sandbox;

/// <summary>The org of a sandbox request, and its body.</summary>
internal sealed class SandboxGate(Orgs orgs, IOptions<ForceOpsOptions> options)
{
    private readonly ForceOpsOptions _options = options.Value;

    /// <summary>The org of <c>x-tenant</c>, made if it is new; or why not.</summary>
    internal async ValueTask<(OrgId Org, IResult? Error)> OrgAsync(HttpContext http)
    {
        var org = OrgId.Default;
        if (http.Request.Headers.TryGetValue("x-tenant", out var tenant) && !OrgId.TryParse(tenant.ToString(), out org))
            return (org, SandboxProblem.Of(400, "INVALID_TENANT", "x-tenant must be TN- and a UUID, 39 characters."));
        if (_options.Mode == ForceOpsMode.Strict)
            return await orgs.ExistsAsync(org) ? (org, null) : (org, SandboxProblem.Of(404, "NOT_FOUND", "No such org."));
        await orgs.EnsureAsync(org, DefaultSeed.Org);
        return (org, null);
    }

    internal async ValueTask<(T? Body, IResult? Error)> BodyAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        var body = await JsonBody.ReadAsync(http.Request, type, _options.BodyBytesMax);
        return body.Problem switch
        {
            JsonProblem.None => (body.Value, null),
            JsonProblem.UnsupportedMediaType => (null, new SandboxDialect().Refuse(http, Refusal.UnsupportedMediaType)),
            JsonProblem.TooLarge => (null, new SandboxDialect().Refuse(http, Refusal.BodyTooLarge)),
            JsonProblem.InvalidJson => (null, SandboxProblem.Of(400, "INVALID_JSON", "The body is not a JSON object in UTF-8.")),
            JsonProblem.InvalidField => (null, SandboxProblem.Invalid(body.Path, "has the wrong type, is there twice, or is unknown")),
        };
    }
}
