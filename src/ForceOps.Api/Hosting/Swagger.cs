using System.Text.Json;
using ForceOps.Api.Pismo;
using ForceOps.Api.Sandbox;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Hosting;

/// <summary>Swagger UI at <c>/swagger</c>, one document a dialect.</summary>
internal static class Swagger
{
    private static readonly (string Document, string Title)[] Documents =
    [
        (PismoDialect.Document, "Pismo payments"),
        (SandboxDialect.Document, "Sandbox"),
    ];

    internal static void AddSwagger(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        // The names of the wire: the schemas know nothing of the dialects' serializers.
        services.AddSingleton<ISerializerDataContractResolver>(
            new JsonSerializerDataContractResolver(new JsonSerializerOptions(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }));
        services.AddSwaggerGen(options =>
        {
            foreach (var (document, title) in Documents)
                options.SwaggerDoc(document, new() { Title = $"ForceOps: {title}", Version = "v1" });
            options.OperationFilter<SwaggerOperations>();
            options.MapType<RawObject>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
            options.IncludeXmlComments(typeof(Swagger).Assembly);
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
