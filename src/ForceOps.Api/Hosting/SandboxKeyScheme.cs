using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Hosting;

/// <summary>The Authorize button of one document: <c>x-sandbox-key</c>, typed once for all routes.</summary>
internal sealed class SandboxKeyScheme(string document) : IDocumentFilter
{
    private const string Name = "sandbox_key";

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        if (!string.Equals(context.DocumentName, document, StringComparison.Ordinal))
            return;
        swaggerDoc.Components ??= new OpenApiComponents();
        swaggerDoc.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        swaggerDoc.Components.SecuritySchemes[Name] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = SandboxKey.Header,
            Description = "The key of ForceOps:Sandbox:Key; not needed where none is set, except that strict mode keeps the routes closed then.",
        };
        swaggerDoc.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Name, swaggerDoc)] = [] }];
    }
}
