using Microsoft.AspNetCore.Diagnostics;

namespace ForceOps.Api.Hosting;

/// <summary>One line a request. Never bodies, never headers but the two that name the call: what is not written cannot leak.</summary>
internal static partial class RequestLog
{
    /// <summary>Key of the request's org in its items, when it was not the header that named it.</summary>
    internal static readonly object Org = new();

    internal static void UseRequestLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("ForceOps.Requests");
        var clock = app.Services.GetRequiredService<TimeProvider>();
        if (!log.IsEnabled(LogLevel.Information))
            return;
        app.Use(async (http, next) =>
        {
            // Probes come every few seconds and say nothing that the health check itself does not.
            if (http.Request.Path.StartsWithSegments("/health"))
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
                LogRequest(log, MethodOf(http), RouteOf(http), AnswerStatus.Of(http), clock.GetElapsedTime(started).TotalMilliseconds, http.TraceIdentifier, OrgOf(http));
            }
        });
    }

    /// <summary>The route's pattern, not the path: an id or a card number in a path stays out of the log.</summary>
    internal static string RouteOf(HttpContext http) =>
        // Whoever handles an exception takes the endpoint away.
        ((http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    /// <summary>HTTP lets a client make methods up, of digits too.</summary>
    internal static string MethodOf(HttpContext http)
    {
        var method = http.Request.Method;
        return HttpMethods.IsPost(method) || HttpMethods.IsGet(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
            || HttpMethods.IsPatch(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
            ? HttpMethods.GetCanonicalizedValue(method)
            : "other";
    }

    internal static OrgId OrgOf(HttpContext http) =>
        http.Items.TryGetValue(Org, out var known) ? (OrgId)known! : OrgId.TryParse(http.Request.Headers["x-tenant"].ToString(), out var sent) ? sent : OrgId.Default;

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} {Duration:0.0} ms cid={Cid} org={Org}")]
    private static partial void LogRequest(ILogger log, string method, string route, int status, double duration, string cid, OrgId org);
}
