using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Http;

/// <summary>Puts the descriptions of a route into its document: Swashbuckle cannot see what a handler reads and writes by hand.</summary>
internal sealed class OpenApiOperations : IOperationFilter
{
    private const string FormType = "application/x-www-form-urlencoded";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.RequestBody?.Content?.Remove(MediaTypes.Any);
        if (operation.RequestBody is OpenApiRequestBody body)
            body.Required = !metadata.OfType<IAcceptsMetadata>().Any(accepts => accepts.IsOptional);
        foreach (var paths in metadata.OfType<RequestPaths>())
            Complete(operation, paths.Items, context.ApiDescription.RelativePath ?? "");
        foreach (var headers in metadata.OfType<RequestHeaders>())
            Add(operation, ParameterLocation.Header, headers.Items);
        foreach (var queries in metadata.OfType<RequestQueries>())
            Add(operation, ParameterLocation.Query, queries.Items);
        foreach (var examples in metadata.OfType<RequestExamples>())
        {
            foreach (var (type, content) in operation.RequestBody?.Content?.AsEnumerable() ?? [])
            {
                content.Examples = examples.Items.ToDictionary(item => item.Name, item => Example(item.Json), StringComparer.Ordinal);
                if (string.Equals(type, FormType, StringComparison.Ordinal))
                    FillFields(content, context.SchemaRepository, examples.Items[0].Json);
            }
        }
        if (metadata.OfType<WithoutCredentials>().Any())
            operation.Security = [];
        if (metadata.OfType<Predecessors>().LastOrDefault() is { } predecessors)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
            operation.Extensions["x-forceops-first"] = new JsonNodeExtension(predecessors.ToJson());
            var names = string.Join(", then ", predecessors.Items.Select(item => item.Operation));
            operation.Description += $" The examples need what earlier requests make: send {names} first. "
                + "Swagger UI does that itself when nothing is typed.";
        }
        DescribeAnswers(operation, [.. metadata.OfType<AnswerDescription>()]);
    }

    /// <summary>Gives each field of a form its example: Swagger UI fills the fields of a form from nothing else.</summary>
    private static void FillFields(OpenApiMediaType form, SchemaRepository schemas, string example)
    {
        if ((form.Schema as OpenApiSchemaReference)?.Reference.Id is not { } id || schemas.Schemas[id].Properties is not { } fields)
            return;
        foreach (var (name, value) in JsonNode.Parse(example)!.AsObject())
        {
            if (fields[name] is OpenApiSchema field)
            {
#pragma warning disable CS0618 // "examples" in its place is not written into a document of OpenAPI 3.0.
                field.Example = value?.DeepClone();
#pragma warning restore CS0618
            }
        }
    }

    private static IOpenApiExample Example(string json) => new OpenApiExample { Value = JsonNode.Parse(json) };

    private static void DescribeAnswers(OpenApiOperation operation, IReadOnlyList<AnswerDescription> descriptions)
    {
        var sorted = new OpenApiResponses();
        foreach (var (status, answer) in (operation.Responses ?? []).OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            // A route's own words come after those of its group.
            var description = descriptions.LastOrDefault(item => string.Equals(item.Status.ToString(), status, StringComparison.Ordinal));
            if (answer is OpenApiResponse target && description is not null)
                Describe(target, description);
            sorted[status] = answer;
        }
        operation.Responses = sorted;
    }

    private static void Describe(OpenApiResponse answer, AnswerDescription description)
    {
        answer.Description = description.Description;
        answer.Headers = new[] { AnswerHeader.Cid }.Concat(AnswerHeader.Of(description.Status)).Concat(description.Headers)
            .ToDictionary(header => header.Name, header => (IOpenApiHeader)Header(header), StringComparer.Ordinal);
        foreach (var content in answer.Content?.Values ?? [])
            content.Example = description.Example is { } example ? ExampleOf(example) : null;
    }

    /// <summary>Reads an example: JSON, or a text of another content type.</summary>
    private static JsonNode? ExampleOf(string example) => example[0] is '{' or '[' ? JsonNode.Parse(example) : JsonValue.Create(example);

    private static OpenApiHeader Header(AnswerHeader header) => new()
    {
        Description = header.Description,
        Required = header.IsAlwaysSent,
        Schema = new OpenApiSchema
        {
            Type = header.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String,
            Enum = header.Values.Length == 0 ? null : [.. header.Values.Select(word => (JsonNode)JsonValue.Create(word))],
        },
    };

    /// <summary>
    /// Completes the parameters of the path, which Swashbuckle knows by name and type only, and not at all where a handler reads them by
    /// hand.
    /// </summary>
    private static void Complete(OpenApiOperation operation, RequestParameter[] items, string path)
    {
        foreach (var item in items)
        {
            var found = operation.Parameters?.FirstOrDefault(one => string.Equals(one.Name, item.Name, StringComparison.Ordinal));
            if (found is OpenApiParameter parameter)
            {
                parameter.Description = item.Description;
                parameter.Schema = item.ToSchema();
                parameter.Example = item.Example?.DeepClone();
            }
            else if (path.Contains($"{{{item.Name}}}", StringComparison.Ordinal))
            {
                Add(operation, ParameterLocation.Path, [item with { IsRequired = true }]);
            }
        }
    }

    private static void Add(OpenApiOperation operation, ParameterLocation place, RequestParameter[] items)
    {
        operation.Parameters ??= [];
        foreach (var item in items)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = item.Name,
                In = place,
                Description = item.Description,
                Required = item.IsRequired,
                Schema = item.ToSchema(),
                Example = item.Example?.DeepClone(),
            });
        }
    }
}
