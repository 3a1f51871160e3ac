using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Http;

/// <summary>Puts the descriptions of a route into its document: Swashbuckle cannot see what a handler reads and writes by hand.</summary>
internal sealed class OpenApiOperations : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.RequestBody?.Content?.Remove(MediaTypes.Any);
        if (operation.RequestBody is OpenApiRequestBody body)
            body.Required = true;
        foreach (var paths in metadata.OfType<RequestPaths>())
            Complete(operation, paths.Items);
        foreach (var headers in metadata.OfType<RequestHeaders>())
            Add(operation, ParameterLocation.Header, headers.Items);
        foreach (var queries in metadata.OfType<RequestQueries>())
            Add(operation, ParameterLocation.Query, queries.Items);
        foreach (var examples in metadata.OfType<RequestExamples>())
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                content.Examples = examples.Items.ToDictionary(item => item.Name, item => Example(item.Json), StringComparer.Ordinal);
        }
        if (metadata.OfType<WithoutCredentials>().Any())
            operation.Security = [];
        if (metadata.OfType<Predecessors>().LastOrDefault() is { } predecessors)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
            operation.Extensions["x-forceops-first"] = new JsonNodeExtension(predecessors.ToJson());
            var names = string.Join(", then ", predecessors.Items.Select(item => item.Operation));
            operation.Description += $" The examples need what earlier requests make: send {names} first.";
        }
        DescribeAnswers(operation, [.. metadata.OfType<AnswerDescription>()]);
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

    /// <summary>Completes the parameters of the path, which Swashbuckle knows by name and type only.</summary>
    private static void Complete(OpenApiOperation operation, RequestParameter[] items)
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
