using System.Net;
using ForceOps.Api.Settings;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Http;

/// <summary>
/// Keeps web pages from changing and from reading the books. A browser sends a page's simple requests without asking the service, and
/// a page whose name is made to resolve to the service counts as the service's own page (DNS rebinding). Clients that are no browsers
/// send neither <c>Origin</c> nor <c>Sec-Fetch-Site</c>, and notice nothing.
/// </summary>
internal static class WebPages
{
    /// <summary>The message of a refusal by origin, in every dialect's own form.</summary>
    internal const string ForeignOrigin =
        "A web page of another origin may neither change nor read anything here; ForceOps:AllowedOrigins names those that may.";

    /// <summary>The message of a refusal by host, in every dialect's own form.</summary>
    internal const string ForeignHost = "The Host header names neither this service nor a host of AllowedHosts.";

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

    /// <summary>Maps <c>/</c>, which leads a browser to the console and says to a person at a terminal where to look.</summary>
    internal static void MapStartPage(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Start);

    private static Task Start(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status302Found;
        http.Response.Headers.Location = $"{http.Request.PathBase}{ConsolePaths.Root}";
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync("ForceOps. Console: /console. Routes to try: /swagger. State: /health/ready. Books: /sandbox/accounts.\n");
    }
}

/// <summary>Names the paths of the console, which several parts of the request's way treat as pages for people.</summary>
internal static class ConsolePaths
{
    internal const string Root = "/console";

    /// <summary>The connection over which an open page lives. The framework names it.</summary>
    internal const string Hub = "/_blazor";

    /// <summary>The framework's script.</summary>
    internal const string Framework = "/_framework";

    internal static bool Own(PathString path) =>
        path.StartsWithSegments(Root) || path.StartsWithSegments(Hub) || path.StartsWithSegments(Framework);
}

/// <summary>Decides which <c>Host</c> and <c>Origin</c> a request may name.</summary>
internal sealed class KnownOrigins(IOptions<ForceOpsOptions> options, IConfiguration configuration)
{
    /// <summary>The entry of AllowedHosts that allows every host.</summary>
    internal const string AnyHost = "*";

    private const string Site = "Sec-Fetch-Site";
    private const string Mode = "Sec-Fetch-Mode";

    private readonly HashSet<string> _allowed = new(options.Value.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    private readonly string[] _hosts = [.. Split(configuration["AllowedHosts"]), .. ListeningNames(configuration)];

    internal bool HasAllowed => _allowed.Count > 0;

    internal bool IsAllowed(string origin) => _allowed.Contains(origin);

    /// <summary>Returns true for a text that a browser can send as <c>Origin</c>: scheme, host and port, and nothing behind them.</summary>
    internal static bool IsOrigin(string text) =>
        text.All(char.IsAscii) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
        && string.Equals(url.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase) && url.UserInfo.Length == 0;

    /// <summary>Returns what is wrong with the value of AllowedHosts; null when nothing is.</summary>
    internal static string? Problem(IConfiguration configuration) =>
        Split(configuration["AllowedHosts"]).FirstOrDefault(host => host.AsSpan().ContainsAnyExceptInRange('!', '~')) is { } wrong
            ? $"AllowedHosts: {wrong} is no name as a Host header has it. Letters of other languages are written as xn--"
            : null;

    /// <summary>Returns the reason for refusing the request; null when the request may pass.</summary>
    internal Refusal? Check(HttpContext http)
    {
        var host = http.Request.Headers.Host.ToString();
        var isKnown = IsKnown(host);
        // Only a browser can be led here by a name that somebody else resolves, and a browser always sends a host.
        if (!isKnown && host.Length > 0 && (IsOnLoopback(http) || MayBeRebound(host)) && !IsHealth(http))
            return Refusal.ForeignHost;
        // A browser opens a socket to anywhere without asking, and over this one the console's pages change things: it is theirs alone.
        var isHub = http.Request.Path.StartsWithSegments(ConsolePaths.Hub);
        var origin = http.Request.Headers.Origin;
        if (!isHub && origin.Count > 0 && _allowed.Contains(origin.ToString()))
            return null;
        var method = http.Request.Method;
        if (HttpMethods.IsOptions(method))
            return null;
        if (!isHub && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)))
            return IsReadByAnotherSite(http.Request.Headers) && !IsHealth(http) ? Refusal.ForeignOrigin : null;
        // An IP address cannot be rebound as a name can.
        if (origin.Count > 0 && (!IsOf(origin.ToString(), host) || !(isKnown || IsAddress(NameOf(host)))))
            return Refusal.ForeignOrigin;
        // Another port of the same machine is "same-site", and another program may serve its pages.
        return http.Request.Headers.TryGetValue(Site, out var site) && site.ToString() is not ("same-origin" or "none")
            ? Refusal.ForeignOrigin
            : null;
    }

    private static bool IsHealth(HttpContext http) => http.Request.Path.StartsWithSegments("/health");

    /// <summary>
    /// Returns true when a page of another site reads, and nobody follows a link. Such a page gets no answer to read without CORS, but
    /// it can load one as a script or an image, and measure it.
    /// </summary>
    private static bool IsReadByAnotherSite(IHeaderDictionary headers) =>
        headers.TryGetValue(Site, out var site) && site.ToString() is "cross-site" && headers[Mode].ToString() is not "navigate";

    /// <summary>
    /// Returns true for a name with a point in it, which somebody's name server may answer with this service's address. A name without
    /// one, such as that of a service in compose, is of a name server around this machine.
    /// </summary>
    private static bool MayBeRebound(string host) => NameOf(host).TrimEnd('.').Contains('.') && !IsAddress(NameOf(host));

    private static bool IsAddress(ReadOnlySpan<char> name) => IPAddress.TryParse(name.Trim("[]"), out _);

    private static bool IsOnLoopback(HttpContext http)
    {
        if (http.Connection.LocalIpAddress is not { } address)
            return false;
        if (!address.IsIPv4MappedToIPv6)
            return IPAddress.IsLoopback(address);
        // Mapping it would allocate, for every request of a service that listens on both versions of IP at once.
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out _) && bytes[12] == 127;
    }

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

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Returns the names in the addresses that the service listens on: whoever set them calls the service by them.</summary>
    private static IEnumerable<string> ListeningNames(IConfiguration configuration) =>
        Split(configuration["urls"]).Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(item => item["Url"] ?? ""))
            .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : "").Where(name => name.Any(char.IsAsciiLetter));

    /// <summary>
    /// Returns true for a name of the loopback, for the names under which containers reach the machine that runs them, and for a host
    /// that AllowedHosts or an address to listen on names.
    /// </summary>
    private bool IsKnown(string host)
    {
        var name = NameOf(host);
        // Nearly every request names one of these two.
        if (name is "127.0.0.1" || name.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        if (name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || name.Equals(
            "host.docker.internal", StringComparison.OrdinalIgnoreCase) || name.Equals(
            "host.containers.internal", StringComparison.OrdinalIgnoreCase))
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
