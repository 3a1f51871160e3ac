using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Hosting;

/// <summary>Puts the endpoints' examples, headers and queries into the document: Swashbuckle cannot see what a handler reads by hand.</summary>
internal sealed class SwaggerOperations : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        operation.RequestBody?.Content?.Remove(MediaTypes.Any);
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        foreach (var headers in metadata.OfType<RequestHeaders>())
            Add(operation, ParameterLocation.Header, headers.Items);
        foreach (var queries in metadata.OfType<RequestQueries>())
            Add(operation, ParameterLocation.Query, queries.Items);
        foreach (var examples in metadata.OfType<RequestExamples>())
        {
            foreach (var body in operation.RequestBody?.Content?.Values ?? [])
                body.Examples = examples.Items.ToDictionary(item => item.Name, item => (IOpenApiExample)new OpenApiExample { Value = JsonNode.Parse(item.Json) }, StringComparer.Ordinal);
        }
    }

    private static void Add(OpenApiOperation operation, ParameterLocation place, (string Name, string Description)[] items)
    {
        operation.Parameters ??= [];
        foreach (var (name, description) in items)
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = place, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
    }
}
