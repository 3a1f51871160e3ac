using System.Diagnostics;
using System.Security.Cryptography;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.WebConsole;

/// <summary>
/// The console as a site of its own inside the service: its services and its routes are made when somebody first looks, because making
/// them would lengthen every start by half a second and take 16 MB from all who never look.
/// </summary>
internal sealed class ConsoleSite(IServiceProvider service) : IAsyncDisposable
{
    private const string Script = "text/javascript; charset=utf-8";

    /// <summary>Keeps the org that a browser chose last.</summary>
    private const string OrgCookie = "forceops-org";

    /// <summary>The pages that a browser has left are kept for this long, in case its network was away for a moment.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private readonly Lazy<(ServiceProvider Services, RequestDelegate Answer)> _site = new(() => Make(service));

    /// <summary>Answers a request to the console.</summary>
    internal async Task AnswerAsync(HttpContext http)
    {
        var (services, answer) = _site.Value;
        var outer = http.RequestServices;
        await using var scope = services.CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        try
        {
            await answer(http);
        }
        finally
        {
            // Whoever answers an error asks for the service's own things.
            http.RequestServices = outer;
        }
    }

    public ValueTask DisposeAsync() => _site.IsValueCreated ? _site.Value.Services.DisposeAsync() : ValueTask.CompletedTask;

    private static (ServiceProvider Services, RequestDelegate Answer) Make(IServiceProvider service)
    {
        var services = ServicesOf(service).BuildServiceProvider();
        var site = new ApplicationBuilder(services);
        site.UseRouting();
        site.Use(AdmitAsync);
        site.UseAntiforgery();
        site.UseEndpoints(Map);
        return (services, site.Build());
    }

    private static ServiceCollection ServicesOf(IServiceProvider service)
    {
        var services = new ServiceCollection();
        Share<ILoggerFactory>();
        Share<IConfiguration>();
        Share<IWebHostEnvironment>();
        Share<IHostEnvironment>();
        Share<IHostApplicationLifetime>();
        Share<DiagnosticListener>();
        Share<TimeProvider>();
        Share<IServer>();
        Share<SandboxKey>();
        Share<IOptions<ForceOpsOptions>>();
        services.AddLogging();
        // A sign-in ends with the process, so no key of it is stored.
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        services.AddAntiforgery(options => options.Cookie.Name = "forceops-forgery");
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DisconnectedCircuitMaxRetained = 10;
            options.DisconnectedCircuitRetentionPeriod = Kept;
        });
        services.AddSingleton(new ConsoleReads(service, service.GetRequiredService<IOptions<ForceOpsOptions>>()));
        services.AddSingleton(new SendableOperations(service.GetServices<EndpointDataSource>()));
        services.AddSingleton<ConsoleSignIn>();
        services.AddSingleton<ConsoleCalls>();
        return services;

        void Share<T>()
            where T : class => services.AddSingleton(service.GetRequiredService<T>());
    }

    private static Task AdmitAsync(HttpContext http, RequestDelegate next)
    {
        var signIn = http.RequestServices.GetRequiredService<ConsoleSignIn>();
        if (ConsolePages.IsAsset(http.Request.Path) || http.Request.Path.StartsWithSegments(ConsoleSignIn.Path))
            return next(http);
        if (!signIn.IsIn(http))
            return signIn.AskAsync(http);
        if (ChosenOrg(http.Request) is { } chosen)
        {
            http.Response.Redirect(OrgLinks.To(ConsolePaths.Root, chosen));
            return Task.CompletedTask;
        }
        return next(http);
    }

    /// <summary>
    /// Returns the org that this browser chose last, for who comes to the console from elsewhere and names no org; else null.
    /// </summary>
    private static OrgId? ChosenOrg(HttpRequest request) =>
        request is { Path.Value: ConsolePaths.Root, QueryString.HasValue: false, Headers.Referer.Count: 0 }
            && OrgId.TryParse(request.Cookies[OrgCookie] ?? "", out var org) && org != OrgId.Default
            ? org
            : null;

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options =>
            {
                options.ContentSecurityFrameAncestorsPolicy = null;
                // Each open page would keep tables for packing, which nobody needs who looks at a service on the same machine.
                options.DisableWebSocketCompression = true;
            });
        MapAsset(routes, "/_framework/blazor.web.js", "blazor.js", Script);
        MapAsset(routes, $"{ConsolePaths.Root}/console.js", "console.js", Script);
        MapAsset(routes, $"{ConsolePaths.Root}/console.css", "console.css", "text/css; charset=utf-8");
        routes.MapGet(ConsoleSignIn.Path, (HttpContext http, ConsoleSignIn signIn) => signIn.AskAsync(http));
        routes.MapPost(ConsoleSignIn.Path,
            (HttpContext http, ConsoleSignIn signIn, IAntiforgery forgery) => signIn.AnswerAsync(http, forgery));
        routes.MapGet($"{ConsolePaths.Root}/org", ChangeOrg);
    }

    /// <summary>Goes to another org. A form without script does it, so that it works before the page lives.</summary>
    private static IResult ChangeOrg(HttpContext http, string? org)
    {
        if (!OrgId.TryParse((org ?? "").Trim(), out var known))
            return TypedResults.Redirect($"{ConsolePaths.Root}?wrong_org=1");
        http.Response.Cookies.Append(OrgCookie, known.ToString(), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = ConsolePaths.Root,
            MaxAge = TimeSpan.FromDays(30),
        });
        return TypedResults.Redirect($"{ConsolePaths.Root}?org={known}");
    }

    private static void MapAsset(IEndpointRouteBuilder routes, string path, string resource, string type)
    {
        // It is read when a browser first asks.
        var asset = new Lazy<(byte[] Bytes, Microsoft.Net.Http.Headers.EntityTagHeaderValue Tag)>(() =>
        {
            using var stream = typeof(ConsoleSite).Assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return (bytes, new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(bytes)[..8])}\""));
        });
        routes.MapGet(path, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(asset.Value.Bytes, type, entityTag: asset.Value.Tag);
        });
    }
}
