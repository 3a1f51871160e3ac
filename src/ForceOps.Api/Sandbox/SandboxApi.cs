using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Seed;
using Microsoft.OpenApi;

namespace ForceOps.Api.Sandbox;

/// <summary>Registers the services of the sandbox routes and maps the routes.</summary>
internal static class SandboxApi
{
    internal static readonly ServedDocument Served = new(SandboxDialect.Document, "Sandbox", typeof(SandboxApi))
    {
        Description = "The routes that are ForceOps's own: they show and set up what the emulated APIs work on, and make them fail.",
        Schemes = new Dictionary<string, OpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["sandbox_key"] = new()
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = SandboxKey.Header,
                Description = "The key of ForceOps:Sandbox:Key. It is not needed where none is set, except that strict mode keeps the routes closed then.",
            },
        },
        Security = [["sandbox_key"]],
    };

    /// <summary>
    /// Registers the services. It is called after the registrations of the other dialects, because the sandbox dialect owns every
    /// path that the others do not own.
    /// </summary>
    internal static void AddSandbox(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddSingleton<IDialect, SandboxDialect>();
        services.AddSingleton<SandboxKey>();
        services.AddSingleton<SandboxGate>();
        services.AddSingleton<MomentGate>();
        services.AddSingleton<Seeds>();
    }

    internal static RouteGroupBuilder MapSandbox(this IEndpointRouteBuilder routes)
    {
        var sandbox = routes.MapGroup("/sandbox").WithGroupName(SandboxDialect.Document).WithTags("Sandbox")
            .WithMetadata(new RequestHeaders(RequestHeaders.Tenant("The default org when absent."), RequestHeaders.Cid))
            .FailsAsSandbox();
        sandbox.CheckMediaTypesInside();
        sandbox.AnswerHead();
        AccountsApi.Map(sandbox);
        PostingsApi.Map(sandbox);
        NetworkAuthorizationsApi.Map(sandbox);
        ProcessingCodesApi.Map(sandbox);
        StatusesApi.Map(sandbox);
        ScheduleApi.Map(sandbox);
        SettleApi.Map(sandbox);
        ClockApi.Map(sandbox);
        DelayedApi.Map(sandbox);
        CheckApi.Map(sandbox);
        ResetApi.Map(sandbox);
        SnapshotsApi.Map(sandbox);
        RequestsApi.Map(sandbox);
        FindingsApi.Map(sandbox);
        return sandbox;
    }
}
