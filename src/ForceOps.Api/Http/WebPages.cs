using System.Net;
using ForceOps.Api.Settings;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Http;

/// <summary>
/// Keeps web pages from changing the books. A browser sends a page's simple requests without asking the service, and a page whose
/// name resolves to the loopback counts as the service's own page (DNS rebinding). Clients that are no browsers send neither
/// <c>Origin</c> nor <c>Sec-Fetch-Site</c>, and notice nothing.
/// </summary>
internal static class WebPages
{
    /// <summary>The message of a refusal by origin, in every dialect's own form.</summary>
    internal const string ForeignOrigin =
        "A web page of another origin may not change anything here; ForceOps:AllowedOrigins names those that may.";

    /// <summary>The message of a refusal by host, in every dialect's own form.</summary>
    internal const string ForeignHost = "The Host header names neither the loopback nor a host of AllowedHosts.";

    internal static void AddWebPages(this IServiceCollection services)
    {
        services.AddCors();
        services.AddSingleton<KnownOrigins>();
        // The framework's own filter by AllowedHosts would answer before x-cid is set, on /health too, and with a page of HTML.
        services.Configure<HostFilteringOptions>(options => options.AllowedHosts = [KnownOrigins.AnyHost]);
    }

    /// <summary>Adds the check before everything that acts on a request, and CORS for the origins that the settings name.</summary>
    internal static void UseWebPages(this WebApplication app)
    {
        var known = app.Services.GetRequiredService<KnownOrigins>();
        if (known.HasAllowed)
        {
            app.UseCors(policy => policy.SetIsOriginAllowed(known.IsAllowed).AllowAnyHeader().AllowAnyMethod()
                .WithExposedHeaders(Correlation.Header, "x-forceops-replay", "x-forceops-fault", "Retry-After", "WWW-Authenticate"));
        }
        app.Use((http, next) => known.Check(http) is { } refusal ? ErrorResponses.AnswerAsync(http, refusal) : next(http));
    }

    /// <summary>Maps <c>/</c>, which leads a browser to Swagger UI and says to a person at a terminal where to look.</summary>
    internal static void MapStartPage(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Start);

    private static Task Start(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status302Found;
        http.Response.Headers.Location = $"{http.Request.PathBase}/swagger/index.html";
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync("ForceOps. Routes to try: /swagger. State: /health/ready. Books: /sandbox/accounts.\n");
    }
}

/// <summary>Decides which <c>Host</c> and <c>Origin</c> a request may name.</summary>
internal sealed class KnownOrigins(IOptions<ForceOpsOptions> options, IConfiguration configuration)
{
    /// <summary>The entry of AllowedHosts that allows every host.</summary>
    internal const string AnyHost = "*";

    private const string Site = "Sec-Fetch-Site";

    private readonly HashSet<string> _allowed = new(options.Value.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    private readonly string[] _hosts =
        configuration["AllowedHosts"]?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    internal bool HasAllowed => _allowed.Count > 0;

    internal bool IsAllowed(string origin) => _allowed.Contains(origin);

    /// <summary>Returns true for a text that a browser can send as <c>Origin</c>: scheme, host and port, and nothing behind them.</summary>
    internal static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
        && string.Equals(url.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase) && url.UserInfo.Length == 0;

    /// <summary>Returns the reason for refusing the request; null when the request may pass.</summary>
    internal Refusal? Check(HttpContext http)
    {
        var host = http.Request.Headers.Host.ToString();
        var isKnown = IsKnown(host);
        // Only a browser can be led here by a name that somebody else resolves, and a browser always sends a host.
        if (!isKnown && host.Length > 0 && IsOnLoopback(http) && !http.Request.Path.StartsWithSegments("/health"))
            return Refusal.ForeignHost;
        var method = http.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method))
            return null;
        var origin = http.Request.Headers.Origin;
        if (origin.Count > 0)
        {
            var sent = origin.ToString();
            if (_allowed.Contains(sent))
                return null;
            // An IP address cannot be rebound as a name can.
            if (!IsOf(sent, host) || !(isKnown || IPAddress.TryParse(NameOf(host).Trim("[]"), out _)))
                return Refusal.ForeignOrigin;
        }
        // Another port of the same machine is "same-site", and another program may serve its pages.
        return http.Request.Headers.TryGetValue(Site, out var site) && site.ToString() is not ("same-origin" or "none")
            ? Refusal.ForeignOrigin
            : null;
    }

    private static bool IsOnLoopback(HttpContext http) => http.Connection.LocalIpAddress is { } address
        && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsOf(ReadOnlySpan<char> origin, string host)
    {
        var start = origin.IndexOf("://", StringComparison.Ordinal);
        return start > 0 && host.Length > 0 && origin[(start + 3)..].Equals(host, StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        return colon < 0 || host[^1] == ']' ? host : host[..colon];
    }

    /// <summary>Returns true for a name of the loopback, and for a host that AllowedHosts names.</summary>
    private bool IsKnown(string host)
    {
        var name = NameOf(host);
        // Nearly every request names one of these two.
        if (name is "127.0.0.1" || name.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        if (name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        if (IPAddress.TryParse(name.Trim("[]"), out var address))
        {
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            // Linux connects the unspecified address to the loopback, and a start message may have named it.
            if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
                return true;
        }
        foreach (var allowed in _hosts)
        {
            if (allowed is AnyHost || name.Equals(allowed, StringComparison.OrdinalIgnoreCase)
                || (allowed.StartsWith("*.", StringComparison.Ordinal) && name.EndsWith(
                    allowed.AsSpan(1), StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }
        return false;
    }
}
