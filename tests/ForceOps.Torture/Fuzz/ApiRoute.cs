using System.Text.Json;

namespace ForceOps.Torture.Fuzz;

/// <summary>An OpenAPI document that the service serves.</summary>
internal sealed record ApiDocument(string Name, JsonElement Root)
{
    internal JsonElement Resolved(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? Resolved(reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(Root, (node, name) => node.GetProperty(name)))
        : schema;

    internal IEnumerable<ApiRoute> Routes()
    {
        var check = new SchemaCheck(Root);
        return from path in Root.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new ApiRoute(
                   this, operation.Name.ToUpperInvariant(), path.Name, operation.Value,
                   new DescribedRoute(operation.Name, path.Name, operation.Value, check), check);
    }
}

/// <summary>A parameter of a route: its place (path, query, header), its schema, and the document's example where there is one.</summary>
internal sealed record ApiParameter(string Name, string In, bool Required, JsonElement Schema, JsonElement? Example)
{
    internal static ApiParameter Of(JsonElement parameter) => new(
        parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString()!,
        parameter.TryGetProperty("required", out var required) && required.GetBoolean(), parameter.GetProperty("schema"),
        parameter.TryGetProperty("example", out var example) ? example : null);
}

/// <summary>A request that the document names as the one to send before, and what to take from its answer.</summary>
internal sealed record Predecessor(string Document, string Operation, string? Example, IReadOnlyList<(string From, string Into)> Takes)
{
    internal static Predecessor Of(JsonElement first) => new(
        first.GetProperty("document").GetString()!, first.GetProperty("operation").GetString()!, first.GetProperty("example").GetString(),
        [.. first.GetProperty("takes").EnumerateArray()
            .Select(taken => (taken.GetProperty("from").GetString()!, taken.GetProperty("into").GetString()!))]);
}

/// <summary>A route, with all that its document says about requests and answers.</summary>
internal sealed class ApiRoute
{
    private readonly SchemaCheck _check;

    internal ApiRoute(ApiDocument document, string method, string path, JsonElement operation, DescribedRoute described, SchemaCheck check)
    {
        (Document, Method, Path, Described, _check) = (document, method, path, described, check);
        Id = operation.GetProperty("operationId").GetString()!;
        Parameters = operation.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Select(ApiParameter.Of)] : [];
        var body = operation.TryGetProperty("requestBody", out var given)
            ? given.GetProperty("content").EnumerateObject().First() : default;
        (BodyType, BodySchema) = body.Value.ValueKind == JsonValueKind.Object
            ? (body.Name, body.Value.GetProperty("schema")) : (null, default);
        Examples = BodyType is not null && body.Value.TryGetProperty("examples", out var examples)
            ? [.. examples.EnumerateObject().Select(example => (example.Name, JsonTree.Of(example.Value.GetProperty("value"))))] : [];
        First = operation.TryGetProperty("x-forceops-first", out var first) ? [.. first.EnumerateArray().Select(Predecessor.Of)] : [];
        Answers = operation.GetProperty("responses");
    }

    internal ApiDocument Document { get; }

    internal string Method { get; }

    internal string Path { get; }

    internal string Id { get; }

    internal DescribedRoute Described { get; }

    internal IReadOnlyList<ApiParameter> Parameters { get; }

    /// <summary>The content type of its body; null when it takes none.</summary>
    internal string? BodyType { get; }

    internal JsonElement BodySchema { get; }

    internal IReadOnlyList<(string Name, JsonTree Value)> Examples { get; }

    /// <summary>What Swagger UI sends before its first example.</summary>
    internal IReadOnlyList<Predecessor> First { get; }

    internal JsonElement Answers { get; }

    internal bool Writes => Method is not "GET";

    /// <summary>What is wrong with an answer that no route gave: it must be an error in the words of the API whose path this is.</summary>
    internal IEnumerable<string> ErrorsOfNoRoute(string? type, string body)
    {
        var shapes = (from answer in Answers.EnumerateObject()
                      where answer.Name[0] is '4' && answer.Value.TryGetProperty("content", out _)
                      from content in answer.Value.GetProperty("content").EnumerateObject()
                      where string.Equals(content.Name, type, StringComparison.OrdinalIgnoreCase)
                      select content.Value.GetProperty("schema")).ToList();
        if (shapes.Count == 0)
            return [$"the content type {type} is none of the errors of {Document.Name}"];
        using var json = JsonDocument.Parse(body);
        var errors = shapes.Select(shape => _check.Errors(json.RootElement, shape).ToList()).ToList();
        return errors.Exists(list => list.Count == 0) ? [] : errors[0];
    }
}
