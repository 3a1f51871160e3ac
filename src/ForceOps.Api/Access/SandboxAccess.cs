using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Access;

/// <summary>Checks the sandbox's key before every sandbox route.</summary>
internal static class SandboxAccess
{
    /// <summary>Adds the check of the key. The check goes by path and not by route, so that no route can be forgotten.</summary>
    internal static void UseSandboxKey(this WebApplication app)
    {
        var key = app.Services.GetRequiredService<SandboxKey>();
        app.Use((http, next) => http.Request.Path.StartsWithSegments("/sandbox") && Refuse(http, key) is { } refused
            ? refused.ExecuteAsync(http)
            : next(http));
    }

    private static IResult? Refuse(HttpContext http, SandboxKey key)
    {
        switch (key.Check(http))
        {
            case null:
                return UnknownQuery(http);
            case Refusal.Forbidden:
                return SandboxProblem.Of(403, "FORBIDDEN", "In strict mode the sandbox routes are closed until the setting ForceOps:Sandbox:Key gives them a key.");
            default:
                http.Response.Headers.WWWAuthenticate = SandboxKey.Challenge;
                return SandboxProblem.Of(401, "UNAUTHORIZED", $"The header {SandboxKey.Header} is missing or is not the key of ForceOps:Sandbox:Key.");
        }
    }

    /// <summary>
    /// Refuses a query parameter that the route does not have: a misspelt filter that is ignored answers with what nobody asked
    /// for. The names are those of the route's document.
    /// </summary>
    private static IResult? UnknownQuery(HttpContext http)
    {
        if (!http.Request.QueryString.HasValue || http.GetEndpoint() is not RouteEndpoint route)
            return null;
        var known = route.Metadata.GetOrderedMetadata<RequestQueries>().SelectMany(queries => queries.Items)
            .Select(item => item.Name).ToList();
        if (http.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is not { } unknown)
            return null;
        var names = known.Count == 0 ? "none" : string.Join(", ", known);
        return SandboxProblem.Invalid(unknown, $"is no query parameter of this route, which has {names}");
    }
}

/// <summary>Reads the org and the body of a sandbox request.</summary>
internal sealed class SandboxGate(OrgRegistry orgs, IOptions<ForceOpsOptions> options)
{
    private readonly ForceOpsOptions _options = options.Value;

    /// <summary>
    /// Returns the org of <c>x-tenant</c>, or an error answer. Open mode makes an org that is new; strict mode refuses it.
    /// </summary>
    internal async ValueTask<(OrgId Org, IResult? Error)> OrgAsync(HttpContext http)
    {
        var org = OrgId.Default;
        if (http.Request.Headers.TryGetSent("x-tenant", out var tenant) && !OrgId.TryParse(tenant.ToString(), out org))
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
            JsonProblem.UnsupportedEncoding => (null, new SandboxDialect().Refuse(http, Refusal.UnsupportedEncoding)),
            JsonProblem.TooLarge => (null, new SandboxDialect().Refuse(http, Refusal.BodyTooLarge)),
            JsonProblem.InvalidJson => (null, SandboxProblem.Of(400, "INVALID_JSON", "The body is not a JSON object in UTF-8.")),
            JsonProblem.InvalidField => (null, SandboxProblem.Invalid(body.Path, body.Why)),
        };
    }
}

/// <summary>
/// Checks names that clients choose for things of an org. The names stand in paths, so the valid ones need no escaping in a path.
/// </summary>
internal static partial class SandboxName
{
    internal const string Rule = "must be 1 to 64 letters, digits, - or _";

    /// <summary>Describes a name in a path.</summary>
    internal static RequestParameter Parameter(string description, string example) =>
        new("name", $"{description} It has 1 to 64 letters, digits, - or _.") { Pattern = "^[A-Za-z0-9_-]{1,64}$", Example = example };

    internal static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

/// <summary>Makes problem documents with a <c>code</c> for programs.</summary>
internal static class SandboxProblem
{
    internal static IResult Of(int status, string code, string detail) => new WrittenProblem(status, code, detail);

    internal const string ContentType = "application/problem+json";

    /// <summary>States the refusals that every sandbox route has.</summary>
    internal static TBuilder FailsAsSandbox<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route
            .Refuses(400, "INVALID_FIELD", "The request is wrong; detail says where.")
            .Refuses(401, "UNAUTHORIZED", "The sandbox has a key, and the request has none or another one.")
            .Refuses(403, "FORBIDDEN", "In strict mode the sandbox is closed until it has a key.")
            .Refuses(404, "NOT_FOUND", "The org has nothing of this name or id; in strict mode the org may not exist.")
            .Refuses(500, "INTERNAL_ERROR", "The service failed.")
            .Refuses(503, "LEDGER_UNAVAILABLE", "The ledger is starting, stopping or cannot reach its database.");

    /// <summary>States a refusal of a route.</summary>
    internal static TBuilder Refuses<TBuilder>(this TBuilder route, int status, string code, string description)
        where TBuilder : IEndpointConventionBuilder => route.Answers(
            status, typeof(SandboxProblemView), description,
            $$"""
            {"type":"{{TypeOf(status)}}","title":"{{ReasonPhrases.GetReasonPhrase(status)}}","status":{{status}},"detail":"{{description}}","code":"{{code}}","traceId":"5d2ff7b9-2a8f-4d0b-8e0a-6f6f7f5c3a10"}
            """, ContentType);

    /// <summary>States the body of a route, with the refusals that a body brings.</summary>
    internal static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder route, params (string Name, string Json)[] examples)
        where T : notnull => route.Takes<T>(new RequestExamples(examples))
            .Refuses(413, "BODY_TOO_LARGE", "The body is too large.")
            .Refuses(415, "UNSUPPORTED_MEDIA_TYPE", "The body is not JSON in UTF-8.");

    private static string TypeOf(int status) => $"https://tools.ietf.org/html/rfc9110#section-15.{(status >= 500 ? 6 : 5)}";

    internal static IResult Invalid(string field, string message) => Of(400, "INVALID_FIELD", $"{field} {message}");

    internal static IResult NotFound(string what) => Of(404, "NOT_FOUND", $"No such {what} in this org.");

    /// <summary>
    /// Writes the trace id itself: the framework adds it only where the client's Accept names JSON, and leaves it out otherwise.
    /// </summary>
    private sealed record WrittenProblem(int Status, string Code, string Detail) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => TypedResults.Problem(
            Detail, statusCode: Status,
            extensions: [KeyValuePair.Create("code", (object?)Code), KeyValuePair.Create("traceId", (object?)TraceOf(httpContext))])
            .ExecuteAsync(httpContext);

        private static string TraceOf(HttpContext http) => Activity.Current?.Id ?? http.TraceIdentifier;
    }
}

/// <summary>Describes a problem document of RFC 9457.</summary>
/// <param name="Type">The address of the status's definition.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">The explanation for people.</param>
/// <param name="Code">The code for programs.</param>
/// <param name="TraceId">The correlation id of the request, or its trace where traces are collected.</param>
internal sealed record SandboxProblemView(
    string Type, string Title, int Status, string Detail, string Code,
    [property: JsonPropertyName("traceId")] string TraceId);

/// <summary>
/// Checks the key of the sandbox routes, which are ours and which read and change every org. Both modes ask for a configured key.
/// In strict mode without a configured key the routes stay closed.
/// </summary>
internal sealed class SandboxKey(IOptions<ForceOpsOptions> options)
{
    internal const string Header = "x-sandbox-key";

    /// <summary>The value of <c>WWW-Authenticate</c> in a 401. HTTP has no registered scheme for keys in headers.</summary>
    internal const string Challenge = $"ApiKey realm=\"ForceOps\", header=\"{Header}\"";

    private readonly bool _closed = options.Value is { Mode: ForceOpsMode.Strict, Sandbox.Key: null };
    private readonly byte[]? _hash = options.Value.Sandbox.Key is { } key ? Hash(key) : null;

    /// <summary>
    /// Checks the key of a request. The result is null when the request may pass, Forbidden when no key is configured and so none
    /// can open the routes, and Unauthorized when the key is missing or wrong.
    /// </summary>
    internal Refusal? Check(HttpContext http) => Check(http.Request.Headers[Header].ToString());

    /// <summary>Checks a key that somebody sent in another way than in the header; null is no key.</summary>
    internal Refusal? Check(string? sent)
    {
        if (_closed)
            return Refusal.Forbidden;
        if (_hash is null)
            return null;
        // Hashes are compared in constant time, so that not even the length of the key can be measured.
        return CryptographicOperations.FixedTimeEquals(_hash, Hash(sent ?? "")) ? null : Refusal.Unauthorized;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
