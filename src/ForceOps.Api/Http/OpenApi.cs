using System.Text.Json.Nodes;
using ForceOps.Api.Bluefin;
using ForceOps.Api.Fiserv;
using ForceOps.Api.Pismo;
using ForceOps.Api.Sandbox;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Http;

/// <summary>Swagger UI at <c>/swagger</c>, one document a dialect.</summary>
internal static class OpenApi
{
    private static readonly (string Document, string Title)[] Documents =
    [
        (PismoDialect.Document, "Pismo payments"),
        (BluefinDialect.Document, "Bluefin PayConex"),
        (FiservDialect.Document, "Fiserv Commerce Hub"),
        (SandboxDialect.Document, "Sandbox"),
    ];

    internal static void AddSwagger(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSingleton<ISerializerDataContractResolver>(new WireNames(typeof(BluefinDialect).Namespace, typeof(FiservDialect).Namespace));
        services.AddSwaggerGen(options =>
        {
            foreach (var (document, title) in Documents)
                options.SwaggerDoc(document, new() { Title = $"ForceOps: {title}", Version = "v1" });
            options.OperationFilter<OpenApiOperations>();
            options.DocumentFilter<SandboxKeyScheme>(SandboxDialect.Document);
            options.MapType<System.Text.Json.Nodes.JsonObject>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
            options.MapType<RawObject>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
            options.IncludeXmlComments(typeof(OpenApi).Assembly);
        });
    }

    internal static void MapSwagger(this WebApplication app)
    {
        ((IEndpointRouteBuilder)app).MapSwagger();
        // In a branch of its own: in the pipeline it would look at every payment.
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/swagger"), branch => branch.UseSwaggerUI(options =>
        {
            foreach (var (document, title) in Documents)
                options.SwaggerEndpoint($"{document}/swagger.json", title);
            options.DocumentTitle = "ForceOps";
        }));
    }
}

/// <summary>Puts the endpoints' examples, headers and queries into the document: Swashbuckle cannot see what a handler reads by hand.</summary>
internal sealed class OpenApiOperations : IOperationFilter
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

/// <summary>The bodies that Swagger UI and the start message offer to send.</summary>
internal static class Examples
{
    internal const string FirstForce = """{"account_id":1234,"amount":40.25,"processing_code":"090907"}""";
}

/// <summary>Endpoint metadata: bodies that Swagger UI offers, by name.</summary>
internal sealed record RequestExamples(params (string Name, string Json)[] Items);
