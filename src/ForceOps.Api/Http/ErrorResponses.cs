using ForceOps.Api.Journal;
using ForceOps.Findings;
using ForceOps.Postgres.Outage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace ForceOps.Api.Http;

/// <summary>
/// Turns an exception, or an empty error answer of the framework, into an answer of the path's dialect. No other place does it.
/// </summary>
internal static partial class ErrorResponses
{
    /// <summary>
    /// Adds the middleware before every component that can answer an error, so that no later component answers in another form.
    /// </summary>
    internal static void UseRefusals(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerExceptionAsync,
            SuppressDiagnosticsCallback = _ => true });
        // UseStatusCodePages would do the same, but it costs a twentieth of all that a posting allocates, since it keeps a
        // feature and an item for every request.
        app.Use(async (http, next) =>
        {
            await next(http);
            if (IsEmptyError(http.Response))
                await AnswerAsync(http, OfStatus(http.Response.StatusCode));
        });
    }

    private static bool IsEmptyError(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentLength: null }
            && string.IsNullOrEmpty(response.ContentType);

    /// <summary>Answers in the form of the dialect that owns the path.</summary>
    internal static Task AnswerAsync(HttpContext http, Refusal refusal)
    {
        // The status alone does not identify these checks.
        if (refusal is Refusal.NotFound or Refusal.BadRequest)
            RecordedRequest.Of(http)?.Failed(refusal == Refusal.NotFound ? FailedCheck.Route : FailedCheck.Json);
        else if (refusal is Refusal.ForeignOrigin or Refusal.ForeignHost)
            RecordedRequest.Of(http)?.Failed(FailedCheck.Origin);
        var dialects = http.RequestServices.GetServices<IDialect>();
        // The dialects are registered from the narrowest to the sandbox, which owns every remaining path.
        return dialects.First(dialect => dialect.Owns(OriginalPath(http))).Refuse(http, refusal).ExecuteAsync(http);
    }

    private static Task AnswerExceptionAsync(HttpContext http)
    {
        var error = http.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error;
        // The exception handler has cleared the headers, so the correlation id is set again.
        http.Response.Headers[Correlation.Header] = Correlation.Of(http);
        if (error is BadHttpRequestException bad)
            return AnswerAsync(http, OfStatus(bad.StatusCode));
        // The web server reports a chunk's size that no integer can hold as a failed read, not as a bad request.
        if (error is IOException { InnerException: OverflowException })
            return AnswerAsync(http, Refusal.BadRequest);
        Log(http, error);
        return AnswerAsync(http, DatabaseErrors.IsOutage(error) ? Refusal.Unavailable : Refusal.InternalError);
    }

    /// <summary>Logs an exception that ended an endpoint, whether or not its caller still waits.</summary>
    internal static void Log(HttpContext http, Exception error)
    {
        var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ErrorResponses));
        if (!DatabaseErrors.IsOutage(error))
        {
            LogUnhandled(log, error, RequestLog.RouteOf(http));
            return;
        }
        if (DatabaseErrors.CannotWrite(error))
            http.RequestServices.GetRequiredService<LedgerPulse>().WriteFailed();
        LogUnavailable(log, error, RequestLog.RouteOf(http));
    }

    private static PathString OriginalPath(HttpContext http) =>
        http.Features.Get<IExceptionHandlerPathFeature>() is { } failed ? failed.Path : http.Request.Path;

    internal static Refusal OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Refusal.Unauthorized,
        StatusCodes.Status403Forbidden => Refusal.Forbidden,
        StatusCodes.Status404NotFound => Refusal.NotFound,
        StatusCodes.Status405MethodNotAllowed => Refusal.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => Refusal.BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => Refusal.UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => Refusal.TooManyRequests,
        StatusCodes.Status503ServiceUnavailable => Refusal.Unavailable,
        >= 500 => Refusal.InternalError,
        _ => Refusal.BadRequest,
    };

    [LoggerMessage(LogLevel.Error, "Unhandled on {Route}")]
    private static partial void LogUnhandled(ILogger log, Exception error, string route);

    [LoggerMessage(LogLevel.Warning, "The database did not answer on {Route}")]
    private static partial void LogUnavailable(ILogger log, Exception error, string route);
}

/// <summary>Names the reasons for refusing a request that reached no endpoint, or whose endpoint failed.</summary>
internal enum Refusal
{
    BadRequest,
    Unauthorized,
    Forbidden,

    /// <summary>A web page of another origin made a browser send the request, to change or to read something.</summary>
    ForeignOrigin,

    /// <summary>
    /// The request came under a name that is not the service's: over the loopback any other name, elsewhere one with a point.
    /// </summary>
    ForeignHost,

    NotFound,
    MethodNotAllowed,
    BodyTooLarge,
    UnsupportedMediaType,

    /// <summary>The body has a content coding, such as gzip.</summary>
    UnsupportedEncoding,

    TooManyRequests,
    Unavailable,
    InternalError,
}

/// <summary>
/// Finds the status that was really sent to the caller, for components that report it afterwards. An endpoint sets a status even
/// when no caller receives it.
/// </summary>
internal static class AnswerStatus
{
    internal const int None = 0;

    /// <summary>
    /// Notes a caller who has hung up before the answer begins, for components that ask at the end of the request. An endpoint
    /// that answers such a caller begins the answer all the same.
    /// </summary>
    internal static void Watch(HttpContext http) => http.Response.OnStarting(
        static state =>
        {
            var http = (HttpContext)state;
            if (http.RequestAborted.IsCancellationRequested)
                http.Features.Set(Dropped.Mark);
            return Task.CompletedTask;
        },
        http);

    /// <summary>
    /// Ends the connection without an answer. The end is noted on the request, since the server reports it only some time later.
    /// The request is recorded in the journal before, so that a caller who sees the end finds it there.
    /// </summary>
    internal static void Drop(HttpContext http)
    {
        http.Features.Set(Dropped.Mark);
        RecordedRequest.Of(http)?.Fate = AnswerFate.Dropped;
        http.Features.Get<OpenRequest>()?.Finish();
        http.Abort();
    }

    /// <summary>Returns the status of the answer; <see cref="None"/> when the connection ended before the answer began.</summary>
    internal static int Of(HttpContext http) =>
        http.Features.Get<Dropped>() is not null || (http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
            ? None
            : http.Response.StatusCode;

    private sealed class Dropped
    {
        internal static readonly Dropped Mark = new();
    }
}
