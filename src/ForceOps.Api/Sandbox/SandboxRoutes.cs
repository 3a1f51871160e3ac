using ForceOps.Api.Events;
using ForceOps.Api.Hosting;
using ForceOps.Api.Sandbox.Journal;
using ForceOps.Api.Sandbox.Seed;

namespace ForceOps.Api.Sandbox;

/// <summary>The sandbox routes and what they need.</summary>
internal static class SandboxRoutes
{
    /// <summary>Last of the dialects: it owns every path that the others do not.</summary>
    internal static void AddSandbox(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddSingleton<IDialect, SandboxDialect>();
        services.AddSingleton<SandboxGate>();
        services.AddSingleton<Seeds>();
    }

    internal static void MapSandbox(this IEndpointRouteBuilder routes)
    {
        var sandbox = routes.MapGroup("/sandbox").WithGroupName(SandboxDialect.Document).WithTags("Sandbox")
            .WithMetadata(new RequestHeaders(("x-tenant", "The org, TN- and a UUID; the default org when absent.")))
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(500).ProducesProblem(503);
        sandbox.CheckMediaTypesInside();
        AccountRoutes.Map(sandbox);
        PostingRoutes.Map(sandbox);
        ProcessingCodeRoutes.Map(sandbox);
        ScheduleRoutes.Map(sandbox);
        SettleRoutes.Map(sandbox);
        ClockRoutes.Map(sandbox);
        DelayedRoutes.Map(sandbox);
        CheckRoutes.Map(sandbox);
        ResetRoutes.Map(sandbox);
        SnapshotRoutes.Map(sandbox);
        RequestRoutes.Map(sandbox);
        EventServices.Map(sandbox);
    }
}
