using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Says in the span of a request what it was. The web server makes the span and leaves it without a name; the package that would name it
/// does not restore from our package source. No path and no query: they may hold ids.
/// </summary>
internal static class RequestSpans
{
    internal static void UseRequestSpans(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ForceOpsOptions>>().Value.Telemetry.EndpointUrl is null)
            return;
        app.Use(async (http, next) =>
        {
            AnswerStatus.Watch(http);
            try
            {
                await next(http);
            }
            finally
            {
                if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
                    Describe(span, http);
            }
        });
    }

    private static void Describe(Activity span, HttpContext http)
    {
        var (method, route, status) = (RequestLog.MethodOf(http), RequestLog.RouteOf(http), AnswerStatus.Of(http));
        span.DisplayName = $"{method} {route}";
        span.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("forceops.org", RequestLog.OrgOf(http).ToString());
        if (status != AnswerStatus.None)
            span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
