using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Hosting;

/// <summary>Puts the endpoints' examples and headers into the document: Swashbuckle cannot see what a handler reads by hand.</summary>
internal sealed class SwaggerOperations : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        operation.RequestBody?.Content?.Remove(MediaTypes.Any);
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        foreach (var headers in metadata.OfType<RequestHeaders>())
        {
            operation.Parameters ??= [];
            foreach (var (name, description) in headers.Items)
                operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }
        foreach (var examples in metadata.OfType<RequestExamples>())
        {
            foreach (var body in operation.RequestBody?.Content?.Values ?? [])
                body.Examples = examples.Items.ToDictionary(item => item.Name, item => (IOpenApiExample)new OpenApiExample { Value = JsonNode.Parse(item.Json) }, StringComparer.Ordinal);
        }
    }
}
