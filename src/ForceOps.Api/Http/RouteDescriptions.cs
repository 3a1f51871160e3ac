using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace ForceOps.Api.Http;

/// <summary>Describes routes for the documents, in the place that maps them: name, words, body, answers, and what comes first.</summary>
internal static class RouteDescriptions
{
    /// <summary>The content type that every JSON answer is sent with.</summary>
    internal const string Json = "application/json; charset=utf-8";

    /// <param name="route">The route.</param>
    /// <param name="id">The operation id, unique over all documents; generated clients name their methods after it.</param>
    /// <param name="summary">The title of the route.</param>
    /// <param name="description">One or more sentences about it.</param>
    internal static TBuilder Describe<TBuilder>(this TBuilder route, string id, string summary, string description)
        where TBuilder : IEndpointConventionBuilder => route.WithName(id).WithSummary(summary).WithDescription(description);

    /// <summary>States the JSON body that the route takes, with examples of which the first works in an org that is new.</summary>
    internal static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, RequestExamples examples)
        where T : notnull => route.Accepts<T>("application/json").WithMetadata(examples);

    /// <summary>
    /// States an answer: its body, its meaning, an example of the body, and its own headers beside those of every answer.
    /// </summary>
    internal static TBuilder Answers<TBuilder>(
        this TBuilder route, int status, Type? body, string description, string? example = null, string contentType = Json,
        params AnswerHeader[] headers)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(
            new ProducesResponseTypeMetadata(status, body ?? typeof(void), body is null ? [] : [contentType]),
            new AnswerDescription(status, description, example, headers));

    /// <summary>States the requests that must come before the route's first example, because that refers to what they make.</summary>
    internal static RouteHandlerBuilder After(this RouteHandlerBuilder route, params Predecessor[] predecessors) =>
        route.WithMetadata(new Predecessors(predecessors));
}

/// <summary>Describes, as endpoint metadata, one answer of a route.</summary>
/// <param name="Status">The status.</param>
/// <param name="Description">A sentence about the answer.</param>
/// <param name="Example">An example of the body, as JSON; null when the answer has none.</param>
/// <param name="Headers">The headers that this answer has beside those of every answer.</param>
internal sealed record AnswerDescription(int Status, string Description, string? Example, IReadOnlyList<AnswerHeader> Headers);

/// <summary>Describes a header of an answer.</summary>
internal sealed record AnswerHeader(string Name, string Description, params string[] Values)
{
    /// <summary>True when every answer of this status has the header.</summary>
    public bool IsAlwaysSent { get; init; }

    public bool IsNumber { get; init; }

    /// <summary>The correlation id, which every answer has.</summary>
    internal static readonly AnswerHeader Cid =
        new(Correlation.Header, "The correlation id of the request, sent by the client or made.") { IsAlwaysSent = true };

    /// <summary>Returns the headers that the status has in every dialect.</summary>
    internal static IEnumerable<AnswerHeader> Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => [new("WWW-Authenticate", "The scheme in which the route authenticates.")],
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable =>
            [new("Retry-After", "The number of seconds after which a retry may succeed.") { IsNumber = true }],
        _ => [],
    };
}

/// <summary>Names a request that must come before another: the first example of an operation, or the example of that name.</summary>
/// <param name="Document">The document of the operation.</param>
/// <param name="Operation">The operation's id.</param>
/// <param name="Example">The name of the example; the first one when null.</param>
/// <param name="Takes">What the later request takes out of the answer.</param>
internal sealed record Predecessor(string Document, string Operation, string? Example = null, params Taken[] Takes);

/// <summary>Names a value that a request takes out of the answer to an earlier one.</summary>
/// <param name="From">The JSON pointer into the answer.</param>
/// <param name="Into">The name of a path parameter, or a JSON pointer into the body.</param>
internal sealed record Taken(string From, string Into);

/// <summary>Holds, as endpoint metadata, the requests that come before a route's first example.</summary>
internal sealed record Predecessors(IReadOnlyList<Predecessor> Items)
{
    internal JsonArray ToJson() => [.. Items.Select(item => new JsonObject
    {
        ["document"] = item.Document,
        ["operation"] = item.Operation,
        ["example"] = item.Example,
        ["takes"] = new JsonArray([.. item.Takes.Select(
            taken => (JsonNode)new JsonObject { ["from"] = taken.From, ["into"] = taken.Into })]),
    })];
}

/// <summary>Marks, as endpoint metadata, a route that asks for no credentials.</summary>
internal sealed class WithoutCredentials
{
    internal static readonly WithoutCredentials Mark = new();
}

/// <summary>Marks, as endpoint metadata, a route that moves money, and that a client must be able to call again.</summary>
/// <param name="Operation">The kind of operation, in the words of the metric <c>forceops.operations</c>.</param>
/// <param name="IsCancel">True when the route takes an earlier operation back.</param>
internal sealed record MovesMoney(string Operation, bool IsCancel = false);

/// <summary>Holds, as endpoint metadata, the named bodies that Swagger UI offers to send.</summary>
internal sealed record RequestExamples(params (string Name, string Json)[] Items);

/// <summary>Describes a header, a query parameter or a path parameter.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">A sentence about the value.</param>
internal sealed record RequestParameter(string Name, string Description)
{
    public JsonSchemaType Type { get; init; } = JsonSchemaType.String;
    public string? Format { get; init; }
    public string? Pattern { get; init; }
    public int? LengthMax { get; init; }
    public long? Minimum { get; init; }
    public long? Maximum { get; init; }
    public JsonNode? Default { get; init; }

    /// <summary>The value that Swagger UI offers to send; null to send nothing.</summary>
    public JsonNode? Example { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>The words of which the parameter holds one, or several when it is repeated.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public bool IsRepeated { get; init; }

    internal OpenApiSchema ToSchema()
    {
        var item = new OpenApiSchema
        {
            Type = Type,
            Format = Format,
            Pattern = Pattern,
            MaxLength = LengthMax,
            Minimum = Minimum?.ToString(),
            Maximum = Maximum?.ToString(),
            Default = Default?.DeepClone(),
            Enum = Words.Count == 0 ? null : [.. Words.Select(word => (JsonNode)JsonValue.Create(word))],
        };
        return IsRepeated ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = item } : item;
    }
}

/// <summary>Holds, as endpoint metadata, the headers of a route whose handler reads them by hand.</summary>
internal sealed record RequestHeaders(params RequestParameter[] Items)
{
    /// <summary>The header that every emulated route takes.</summary>
    internal static readonly RequestParameter Fault = new(
        "x-forceops-fault",
        "The fault that ForceOps plays for this request: status=503, latency=200ms, delay=2s, drop, commit-and-drop or acquirer=declined, "
        + "several with commas. Where the sandbox has a key, the request also needs x-sandbox-key.");

    internal static readonly RequestParameter Cid = new(
        Correlation.Header, "The correlation id, at most 64 visible characters. It is made when absent, and echoed on the answer.")
    { LengthMax = 64 };

    /// <summary>Describes the header that names the org.</summary>
    internal static RequestParameter Tenant(string whenAbsent) =>
        new("x-tenant", $"The org: TN- and a UUID. {whenAbsent}") { Pattern = "^TN-[0-9A-Fa-f-]{36}$" };
}

/// <summary>Holds, as endpoint metadata, the query parameters of a route whose handler reads them by hand.</summary>
internal sealed record RequestQueries(params RequestParameter[] Items)
{
    /// <summary>The query parameters that every list takes.</summary>
    internal static readonly RequestQueries Paged = new(
        new("after", "The cursor in next of the page before; the first page when absent."),
        new("limit", "The most items of the page.")
        { Type = JsonSchemaType.Integer, Format = "int32", Minimum = 1, Maximum = 1000, Default = 50 });
}

/// <summary>Holds, as endpoint metadata, what the document says about the parameters in a route's path.</summary>
internal sealed record RequestPaths(params RequestParameter[] Items);
