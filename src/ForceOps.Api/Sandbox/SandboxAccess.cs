using ForceOps.Api.Hosting;

namespace ForceOps.Api.Sandbox;

/// <summary>Asks for the sandbox's key before any of its routes.</summary>
internal static class SandboxAccess
{
    /// <summary>By path rather than by route, so that no route can be forgotten.</summary>
    internal static void UseSandboxKey(this WebApplication app)
    {
        var key = app.Services.GetRequiredService<SandboxKey>();
        app.Use((http, next) => http.Request.Path.StartsWithSegments("/sandbox") && key.Check(http) is { } refusal
            ? Answer(refusal).ExecuteAsync(http)
            : next(http));
    }

    private static IResult Answer(Refusal refusal) => refusal == Refusal.Forbidden
        ? SandboxProblem.Of(403, "FORBIDDEN", "In strict mode the sandbox routes are closed until the setting ForceOps:Sandbox:Key gives them a key.")
        : SandboxProblem.Of(401, "UNAUTHORIZED", $"The header {SandboxKey.Header} is missing or is not the key of ForceOps:Sandbox:Key.");
}
