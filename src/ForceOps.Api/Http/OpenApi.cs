using System.Collections.Concurrent;
using System.Reflection;
using System.Xml;
using System.Xml.XPath;
using ForceOps.Api.Settings;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Http;

/// <summary>Serves Swagger UI at <c>/swagger</c>, with one document for each dialect.</summary>
internal static class OpenApi
{
    private const string Comments = "ForceOps.Api.xml";

    internal static void AddSwagger(this IServiceCollection services, params ServedDocument[] documents)
    {
        services.AddEndpointsApiExplorer();
        services.AddSingleton<IReadOnlyList<ServedDocument>>(documents);
        services.AddSingleton<ISerializerDataContractResolver>(new WireContracts(documents));
        services.AddSwaggerGen(options =>
        {
            foreach (var document in documents)
                options.SwaggerDoc(
                    document.Name, new() { Title = $"ForceOps: {document.Title}", Version = ProductVersion.Text,
                        Description = document.Description });
            // HEAD is GET without the answer's body, which a document need not say for each route.
            options.DocInclusionPredicate((document, api) =>
                !string.Equals(api.HttpMethod, HttpMethods.Head, StringComparison.Ordinal)
                && (api.GroupName is null || string.Equals(api.GroupName, document, StringComparison.Ordinal)));
            options.OperationFilter<OpenApiOperations>();
            options.DocumentFilter<OpenApiDocuments>(new object[] { documents });
            options.SchemaFilter<OpenApiSchemas>(new object[] { documents });
            // The order of registration is the order of work: what opens an account comes before what needs one.
            options.OrderActionsBy(_ => "");
            options.UseAllOfToExtendReferenceSchemas();
            // Without a mapping the money would be "double", and generated clients would round it.
            options.MapType<decimal>(() => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "decimal" });
            options.MapType<System.Text.Json.Nodes.JsonObject>(AnyObject);
            options.MapType<RawObject>(AnyObject);
            if (File.Exists(Path.Combine(AppContext.BaseDirectory, Comments)))
                options.IncludeXmlComments(typeof(OpenApi).Assembly);
            else
                options.IncludeXmlComments(CommentsOfProgram);
        });
        services.AddSingleton<IAsyncSwaggerProvider, KeptDocuments>();
    }

    /// <summary>Reads the comments out of the program that runs: one that is a single file has no other file beside it.</summary>
    private static XPathDocument CommentsOfProgram()
    {
        using var comments = Assembly.GetEntryAssembly()?.GetManifestResourceStream(Comments)
            ?? throw new FileNotFoundException("The documents' descriptions belong beside the program.", Comments);
        using var reader = XmlReader.Create(comments);
        return new XPathDocument(reader);
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
            // Whoever looks at this page wants to send something.
            options.EnableTryItOutByDefault();
            options.HeadContent = $"<script>\n{FirstRequests()}</script>";
            options.UseRequestInterceptor("function (request) { return forceops.prepare(request); }");
        }));
    }

    /// <summary>Returns the script that sends the requests which come before an example; see <see cref="Predecessors"/>.</summary>
    private static string FirstRequests()
    {
        using var script = new StreamReader(typeof(OpenApi).Assembly.GetManifestResourceStream("swagger-first.js")!);
        return script.ReadToEnd();
    }

    private static OpenApiSchema AnyObject() => new() { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema() };
}

/// <summary>
/// Makes each document once. Nothing in it changes while the process runs, and to make that of the sandbox takes a quarter of a second.
/// </summary>
internal sealed class KeptDocuments(IServiceProvider services) : IAsyncSwaggerProvider
{
    private readonly ConcurrentDictionary<string, Lazy<Task<OpenApiDocument>>> _documents = new(StringComparer.Ordinal);

    public Task<OpenApiDocument> GetSwaggerAsync(string documentName, string? host = null, string? basePath = null)
    {
        // Only documents that exist are kept: names come from the address.
        if (!services.GetRequiredService<IReadOnlyList<ServedDocument>>()
            .Any(document => string.Equals(document.Name, documentName, StringComparison.Ordinal)))
            throw new UnknownSwaggerDocument(documentName, []);
        return _documents.GetOrAdd(documentName, name => new(async () =>
        {
            using var scope = services.CreateScope();
            var maker = (IAsyncSwaggerProvider)scope.ServiceProvider.GetRequiredService<ISwaggerProvider>();
            return await maker.GetSwaggerAsync(name, host, basePath);
        })).Value;
    }
}

/// <summary>One served OpenAPI document: the routes of one API.</summary>
/// <param name="Name">The name in the document's address and the group name of its routes.</param>
/// <param name="Title">The title that Swagger UI shows.</param>
/// <param name="Api">The class that maps the routes; the shapes of its namespace are written as the API writes them.</param>
/// <param name="IsCamelCased">True when the API writes camelCase members and leaves out empty ones, false for snake_case.</param>
internal sealed record ServedDocument(string Name, string Title, Type Api, bool IsCamelCased = false)
{
    /// <summary>What the document says about the API as a whole.</summary>
    public required string Description { get; init; }

    /// <summary>True when the API ignores members of a request that it does not know, false when it refuses them.</summary>
    public bool IgnoresUnknown { get; init; }

    /// <summary>The ways to authenticate, by name.</summary>
    public required IReadOnlyDictionary<string, OpenApiSecurityScheme> Schemes { get; init; }

    /// <summary>The alternatives of which a request uses one, each a set of schemes. No scheme at all is always one of them.</summary>
    public required IReadOnlyList<string[]> Security { get; init; }
}

/// <summary>Puts into each document what does not belong to one route: the server, the tags and the ways to authenticate.</summary>
internal sealed class OpenApiDocuments(IReadOnlyList<ServedDocument> documents) : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var served = documents.First(document => string.Equals(document.Name, context.DocumentName, StringComparison.Ordinal));
        swaggerDoc.Servers = [new OpenApiServer { Url = "/", Description = "The service that serves this document." }];
        swaggerDoc.Components ??= new OpenApiComponents();
        OpenApiNulls.Move(swaggerDoc.Components.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal));
        swaggerDoc.Components.SecuritySchemes = served.Schemes.ToDictionary(
            item => item.Key, IOpenApiSecurityScheme (item) => item.Value, StringComparer.Ordinal);
        swaggerDoc.Security = [new OpenApiSecurityRequirement(), .. served.Security.Select(names => Requirement(names, swaggerDoc))];
        var tags =
            from path in swaggerDoc.Paths.Values
            from operation in path.Operations?.Values.AsEnumerable() ?? []
            from tag in operation.Tags?.AsEnumerable() ?? []
            select tag.Reference.Id ?? "";
        swaggerDoc.Tags = tags.Distinct(StringComparer.Ordinal)
            .Select(name => new OpenApiTag { Name = name, Description = $"{served.Title}: {name.ToLowerInvariant()}." }).ToHashSet();
    }

    private static OpenApiSecurityRequirement Requirement(string[] names, OpenApiDocument document)
    {
        var requirement = new OpenApiSecurityRequirement();
        foreach (var name in names)
            requirement[new OpenApiSecuritySchemeReference(name, document)] = [];
        return requirement;
    }
}

/// <summary>Holds the body that Swagger UI and the start message offer to send.</summary>
internal static class Examples
{
    internal const string FirstForce = """{"account_id":1234,"amount":40.25,"processing_code":"090907"}""";
}
