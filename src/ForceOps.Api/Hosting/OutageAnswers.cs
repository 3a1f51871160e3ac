using System.Data.Common;
using ForceOps.Api.Http;
using ForceOps.Postgres.Outage;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Runs every request that asks the database, except postings, on the thread pool, and answers it 503 when the database becomes
/// silent meanwhile.
/// </summary>
internal static class OutageAnswers
{
    /// <summary>Adds the middleware as the last one, so that all others see one answer only.</summary>
    internal static void UseOutageAnswers(this WebApplication app)
    {
        var (services, stopping) = (app.Services, app.Lifetime.ApplicationStopping);
        app.Use((http, next) => http.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<BoundsItsWaits>() is not null
            || http.Request.Path.StartsWithSegments("/health") || http.Request.Path.StartsWithSegments("/swagger")
            ? next(http)
            : RunAsync(http, next, services.GetRequiredService<LedgerPulse>(), stopping));
    }

    private static async Task RunAsync(HttpContext http, RequestDelegate next, LedgerPulse pulse, CancellationToken stopping)
    {
        var (answer, wait) = (new AnswerApart(http), new CallerWait());
        var run = wait.RunAsync(() => next(answer.Http));
        if (await pulse.WaitAsync(run))
        {
            await run;
            await answer.SendAsync(http);
            return;
        }
        wait.End();
        // The server uses the request's objects again after the end, and the endpoint still reads them. What comes behind this
        // middleware (the log's line, a fault that drops the connection) does not wait for that.
        http.Response.OnCompleted(() => WaitForEndAsync(http, run, wait, pulse, stopping));
        // The connection can serve no other request before the endpoint has ended.
        http.Response.Headers.Connection = "close";
        await ErrorResponses.AnswerAsync(http, Refusal.Unavailable);
        await http.Response.CompleteAsync();
    }

    private static async Task WaitForEndAsync(
        HttpContext http, Task run, CallerWait wait, LedgerPulse pulse, CancellationToken stopping)
    {
        var isCanceled = false;
        try
        {
            while (await Task.WhenAny(run, Task.Delay(LedgerPulse.AnswerMax, stopping)) != run)
            {
                stopping.ThrowIfCancellationRequested();
                if (pulse.IsSilent)
                    continue;
                isCanceled = true;
                wait.CancelStatement();
            }
            await run;
        }
        catch (OperationCanceledException)
        {
            // The caller hung up, or the process stops, which does not wait for what can write nothing any longer.
        }
        catch (Exception error)
        {
            // The error of a canceled statement says that somebody canceled it, and not why.
            ErrorResponses.Log(http, isCanceled && error is DbException ? new DatabaseSilentException() : error);
        }
    }
}
