using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using OpenTelemetry.Instrumentation.AspNetCore;

namespace ForceOps.Api.Http;

/// <summary>
/// Writes one log line for each request. It never writes a body, nor a header except the two that identify the request
/// (<c>x-cid</c>, in which a possible card number is hidden, and <c>x-tenant</c>), because what is not written cannot leak.
/// </summary>
internal static partial class RequestLog
{
    /// <summary>The key of the request's org in the request's items, for a request whose org does not come from the header.</summary>
    internal static readonly object Org = new();

    internal static void UseRequestLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("ForceOps.Requests");
        var clock = app.Services.GetRequiredService<TimeProvider>();
        if (!log.IsEnabled(LogLevel.Information))
            return;
        app.Use(async (http, next) =>
        {
            // Health probes come every few seconds, and say nothing that the health check itself does not. The console is somebody looking:
            // what it changes is a request of its own, which has its line.
            if (http.Request.Path.StartsWithSegments("/health") || ConsolePaths.Own(http.Request.Path))
            {
                await next(http);
                return;
            }
            var started = clock.GetTimestamp();
            AnswerStatus.Watch(http);
            try
            {
                await next(http);
            }
            finally
            {
                LogRequest(log, MethodOf(http), RouteOf(http), AnswerStatus.Of(http), clock.GetElapsedTime(started).TotalMilliseconds,
                    http.TraceIdentifier, OrgOf(http));
            }
        });
    }

    /// <summary>Returns the route's pattern instead of the path, so that an id or a card number in a path stays out of the log.</summary>
    internal static string RouteOf(HttpContext http) =>
        // The exception handler removes the endpoint from the request, so its feature is asked too.
        ((http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint)?.RoutePattern.RawText
            ?? "(no route)";

    /// <summary>Returns the method; "other" for an unknown one, because HTTP lets a client invent methods, even of digits.</summary>
    internal static string MethodOf(HttpContext http)
    {
        var method = http.Request.Method;
        return HttpMethods.IsPost(method) || HttpMethods.IsGet(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
            || HttpMethods.IsPatch(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
            ? HttpMethods.GetCanonicalizedValue(method)
            : "other";
    }

    internal static OrgId OrgOf(HttpContext http) =>
        http.Items.TryGetValue(Org, out var known)
            ? (OrgId)known! : OrgId.TryParse(http.Request.Headers["x-tenant"].ToString(), out var sent) ? sent
            : OrgId.Default;

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} {Duration:0.0} ms cid={Cid} org={Org}")]
    private static partial void LogRequest(ILogger log, string method, string route, int status, double duration, string cid, OrgId org);
}

/// <summary>
/// Describes a request in its span, together with OpenTelemetry's instrumentation of the web server. The instrumentation names the
/// span and notes the route and the status; what a client wrote (path, query, host, user agent, an invented method) is taken out
/// again, since it may hold ids and card numbers.
/// </summary>
internal static class RequestSpans
{
    private static readonly string[] Told =
        ["http.request.method", "http.route", "http.response.status_code", "url.scheme", "network.protocol.version", "error.type"];

    internal static void Describe(AspNetCoreTraceInstrumentationOptions options)
    {
        options.EnrichWithHttpRequest = static (_, request) => AnswerStatus.Watch(request.HttpContext);
        options.EnrichWithHttpResponse = static (span, response) => Describe(span, response.HttpContext);
    }

    private static void Describe(Activity span, HttpContext http)
    {
        foreach (var (name, _) in span.TagObjects.Where(tag => !Told.Contains(tag.Key, StringComparer.Ordinal)).ToList())
            span.SetTag(name, null);
        span.SetTag("forceops.org", RequestLog.OrgOf(http).ToString());
        if (AnswerStatus.Of(http) == AnswerStatus.None)
            span.SetTag("http.response.status_code", null);
        if (span.GetTagItem("http.route") is not null)
            return;
        var (method, route) = (RequestLog.MethodOf(http), RequestLog.RouteOf(http));
        span.DisplayName = $"{method} {route}";
        span.SetTag("http.route", route);
    }
}
