using System.Security.Cryptography;
using ForceOps.Api.Http;
using ForceOps.Postgres.Outage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;


namespace ForceOps.Api.WebConsole;

/// <summary>
/// Serves the console at <c>/console</c>: pages that show one org and change it. The pages read through the services that the sandbox
/// routes read through, and change things by requests to those routes, so there is no second way into the books.
/// </summary>
internal static class ConsolePages
{
    private const string Root = ConsolePaths.Root;

    /// <summary>
    /// What a page may load: nothing but what comes from here. A style attribute is allowed, because the framework's script writes some.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The pages that a browser has left are kept for this long, in case its network was away for a moment.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    internal static void AddWebConsole(this IServiceCollection services)
    {
        // A sign-in ends with the process, so no key of it is stored, and none is made before somebody looks.
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        services.AddAntiforgery(options => options.Cookie.Name = "forceops-forgery");
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DisconnectedCircuitMaxRetained = 10;
            options.DisconnectedCircuitRetentionPeriod = Kept;
        });
        services.Remove(services.Single(service => service.ImplementationType?.Name is "DataProtectionHostedService"));
        services.AddSingleton<ConsoleSignIn>();
        services.AddSingleton<ConsoleCalls>();
        services.AddSingleton<ConsoleReads>();
        services.AddSingleton<SendableOperations>();
    }

    /// <summary>Adds what every request to the console passes, before the readiness gate, whose answers are for programs.</summary>
    internal static void UseWebConsole(this WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        app.UseWhen(http => ConsolePaths.Own(http.Request.Path), branch =>
        {
            branch.Use((http, next) =>
            {
                http.Response.Headers.ContentSecurityPolicy = Policy;
                http.Response.Headers.XContentTypeOptions = "nosniff";
                http.Response.Headers["Referrer-Policy"] = "same-origin";
                var isHub = http.Request.Path.StartsWithSegments(ConsolePaths.Hub);
                if (isHub && !IsFromHere(http.Request.Headers))
                    return ErrorResponses.AnswerAsync(http, Refusal.ForeignOrigin);
                if (IsAsset(http.Request.Path))
                    return next(http);
                if (readiness is not { IsReady: true, IsSilent: false })
                    return ConsolePlainPages.WaitAsync(http);
                var signIn = http.RequestServices.GetRequiredService<ConsoleSignIn>();
                if (!signIn.IsIn(http) && !http.Request.Path.StartsWithSegments(ConsoleSignIn.Path))
                    return signIn.AskAsync(http);
                // A page's first look compiles its code, on the thread that serves all sockets if it were left there.
                return isHub ? PoolThreads.RunAsync(() => next(http)) : next(http);
            });
            branch.UseAntiforgery();
        });
    }

    internal static void MapWebConsole(this WebApplication app)
    {
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        MapAsset(app, "/_framework/blazor.web.js", "blazor.js", "text/javascript; charset=utf-8");
        MapAsset(app, $"{Root}/console.js", "console.js", "text/javascript; charset=utf-8");
        MapAsset(app, $"{Root}/console.css", "console.css", "text/css; charset=utf-8");
        // None of these is for programs, so no document describes them.
        app.MapGet(ConsoleSignIn.Path, (HttpContext http, ConsoleSignIn signIn) => signIn.AskAsync(http)).ExcludeFromDescription();
        app.MapPost(ConsoleSignIn.Path, (HttpContext http, ConsoleSignIn signIn, IAntiforgery forgery) => signIn.AnswerAsync(http, forgery))
            .ExcludeFromDescription();
        app.MapGet($"{Root}/org", ChangeOrg).ExcludeFromDescription();
    }

    private static bool IsAsset(PathString path) =>
        path.StartsWithSegments(ConsolePaths.Framework) || path.Value is $"{Root}/console.js" or $"{Root}/console.css";

    /// <summary>
    /// Returns true when the request is not from a page of another origin. A browser opens a socket to anywhere without asking, and
    /// names its page's origin.
    /// </summary>
    private static bool IsFromHere(IHeaderDictionary headers) =>
        headers.Origin.Count == 0 || (Uri.TryCreate(headers.Origin.ToString(), UriKind.Absolute, out var origin)
            && string.Equals(origin.Authority, headers.Host.ToString(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Goes to another org and remembers it. A form without script does it, so that it works before the page lives.</summary>
    private static IResult ChangeOrg(HttpContext http, string? org)
    {
        if (!OrgId.TryParse((org ?? "").Trim(), out var known))
            return TypedResults.Redirect(Root + "?wrong_org=1");
        http.Response.Cookies.Append(ConsoleReads.LastOrg, known.ToString(), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, Path = Root, MaxAge = TimeSpan.FromDays(365),
        });
        return TypedResults.Redirect(known == OrgId.Default ? Root : $"{Root}?org={known}");
    }

    private static void MapAsset(IEndpointRouteBuilder routes, string path, string resource, string type)
    {
        // It is read when a browser first asks: a service that nobody looks at holds none of it.
        var asset = new Lazy<(byte[] Bytes, Microsoft.Net.Http.Headers.EntityTagHeaderValue Tag)>(() =>
        {
            using var stream = typeof(ConsolePages).Assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return (bytes, new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(bytes)[..8])}\""));
        });
        routes.MapGet(path, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(asset.Value.Bytes, type, entityTag: asset.Value.Tag);
        }).ExcludeFromDescription();
    }
}
