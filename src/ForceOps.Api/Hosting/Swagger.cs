using ForceOps.Api.Bluefin;
using ForceOps.Api.Fiserv;
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
            options.OperationFilter<SwaggerOperations>();
            options.DocumentFilter<SandboxKeyScheme>(SandboxDialect.Document);
            options.MapType<System.Text.Json.Nodes.JsonObject>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
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
