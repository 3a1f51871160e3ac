using System.Text.Json.Nodes;
using ForceOps.Api.Settings;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Http;

/// <summary>Serves Swagger UI at <c>/swagger</c>, with one document for each dialect.</summary>
internal static class OpenApi
{
    internal static void AddSwagger(this IServiceCollection services, params ServedDocument[] documents)
    {
        services.AddEndpointsApiExplorer();
        services.AddSingleton<IReadOnlyList<ServedDocument>>(documents);
        services.AddSingleton<ISerializerDataContractResolver>(new WireNames([.. documents.Where(document => document.IsCamelCased).Select(document => document.Api.Namespace)]));
        services.AddSwaggerGen(options =>
        {
            foreach (var document in documents)
                options.SwaggerDoc(document.Name, new() { Title = $"ForceOps: {document.Title}", Version = ProductVersion.Text });
            // HEAD is GET without the answer's body, which a document need not say for each route.
            options.DocInclusionPredicate((document, api) =>
                !string.Equals(api.HttpMethod, HttpMethods.Head, StringComparison.Ordinal)
                && (api.GroupName is null || string.Equals(api.GroupName, document, StringComparison.Ordinal)));
            options.OperationFilter<OpenApiOperations>();
            options.MapType<System.Text.Json.Nodes.JsonObject>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
            options.MapType<RawObject>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
            options.IncludeXmlComments(typeof(OpenApi).Assembly);
        });
    }

    internal static void MapSwagger(this WebApplication app)
    {
        ((IEndpointRouteBuilder)app).MapSwagger().AnswerHead();
        // Swagger UI has a branch of its own: in the main pipeline it would inspect every payment.
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/swagger"), branch => branch.UseSwaggerUI(options =>
        {
            foreach (var document in app.Services.GetRequiredService<IReadOnlyList<ServedDocument>>())
                options.SwaggerEndpoint($"{document.Name}/swagger.json", document.Title);
            options.DocumentTitle = "ForceOps";
        }));
    }
}

/// <summary>One served OpenAPI document: the routes of one API.</summary>
/// <param name="Name">The name in the document's address and the group name of its routes.</param>
/// <param name="Title">The title that Swagger UI shows.</param>
/// <param name="Api">The class that maps the routes; the shapes of its namespace are written as the API writes them.</param>
/// <param name="IsCamelCased">True when the API writes camelCase members, false for snake_case.</param>
internal sealed record ServedDocument(string Name, string Title, Type Api, bool IsCamelCased = false);

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

/// <summary>Holds the body that Swagger UI and the start message offer to send.</summary>
internal static class Examples
{
    internal const string FirstForce = """{"account_id":1234,"amount":40.25,"processing_code":"090907"}""";
}

/// <summary>Holds, as endpoint metadata, the named bodies that Swagger UI offers to send.</summary>
internal sealed record RequestExamples(params (string Name, string Json)[] Items);
