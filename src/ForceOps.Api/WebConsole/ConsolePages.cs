using ForceOps.Api.Http;
using ForceOps.Postgres.Outage;

namespace ForceOps.Api.WebConsole;

/// <summary>
/// Serves the console at <c>/console</c>: pages that show one org and change it. The pages read through the services that the sandbox
/// routes read through, and change things by requests to those routes, so there is no second way into the books.
/// </summary>
internal static class ConsolePages
{
    /// <summary>
    /// What a page may load: nothing but what comes from here. A style attribute is allowed, because the framework's script writes some.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    internal static void AddWebConsole(this IServiceCollection services) => services.AddSingleton<ConsoleSite>();

    /// <summary>
    /// Adds the console before the readiness gate, whose answers are for programs. Its requests end here: they reach neither the key's
    /// check nor faults, which are the APIs'.
    /// </summary>
    internal static void UseWebConsole(this WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        app.Use((http, next) => ConsolePaths.Own(http.Request.Path) ? AnswerAsync(http, readiness) : next(http));
    }

    internal static bool IsAsset(PathString path) =>
        path.StartsWithSegments(ConsolePaths.Framework) || path.Value is $"{ConsolePaths.Root}/console.js" or $"{ConsolePaths.Root}/console.css";

    private static Task AnswerAsync(HttpContext http, Readiness readiness)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        if (!IsAsset(http.Request.Path) && readiness is not { IsReady: true, IsSilent: false })
            return ConsolePlainPages.WaitAsync(http);
        var site = http.RequestServices.GetRequiredService<ConsoleSite>();
        // A first look compiles code, on the thread that serves all sockets if it were left there.
        return PoolThreads.RunAsync(() => site.AnswerAsync(http));
    }
}
