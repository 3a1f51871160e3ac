using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Seed;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Sandbox;

/// <summary>Registers the services of the sandbox routes and maps the routes.</summary>
internal static class SandboxApi
{
    internal static readonly ServedDocument Served = new(SandboxDialect.Document, "Sandbox", typeof(SandboxApi));

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
        services.Configure<SwaggerGenOptions>(options => options.DocumentFilter<SandboxKeyScheme>(SandboxDialect.Document));
        services.AddSingleton<Seeds>();
    }

    internal static RouteGroupBuilder MapSandbox(this IEndpointRouteBuilder routes)
    {
        var sandbox = routes.MapGroup("/sandbox").WithGroupName(SandboxDialect.Document).WithTags("Sandbox")
            .WithMetadata(new RequestHeaders(("x-tenant", "The org, TN- and a UUID; the default org when absent.")))
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(500).ProducesProblem(503);
        sandbox.CheckMediaTypesInside();
        sandbox.AnswerHead();
        AccountsApi.Map(sandbox);
        PostingsApi.Map(sandbox);
        ProcessingCodesApi.Map(sandbox);
        ScheduleApi.Map(sandbox);
        SettleApi.Map(sandbox);
        ClockApi.Map(sandbox);
        DelayedApi.Map(sandbox);
        CheckApi.Map(sandbox);
        ResetApi.Map(sandbox);
        SnapshotsApi.Map(sandbox);
        RequestsApi.Map(sandbox);
        return sandbox;
    }
}
