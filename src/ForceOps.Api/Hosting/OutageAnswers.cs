using System.Diagnostics.CodeAnalysis;
using ForceOps.Api.Http;
using ForceOps.Postgres.Outage;
using Microsoft.AspNetCore.Http.Features;

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
        var services = app.Services;
        app.Use((http, next) => http.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<BoundsItsWaits>() is not null
            || http.Request.Path.StartsWithSegments("/health") || http.Request.Path.StartsWithSegments("/swagger")
            ? next(http)
            : RunAsync(http, next, services.GetRequiredService<LedgerPulse>()));
    }

    private static async Task RunAsync(HttpContext http, RequestDelegate next, LedgerPulse pulse)
    {
        var answer = new AnswerApart(http);
        var run = PoolThreads.RunAsync(() => next(answer.Http));
        if (await pulse.WaitAsync(run))
        {
            await run;
            await answer.SendAsync(http);
            return;
        }
        // The connection can serve no other request before the endpoint has ended.
        http.Response.Headers.Connection = "close";
        await ErrorResponses.AnswerAsync(http, Refusal.Unavailable);
        await http.Response.CompleteAsync();
        // The server uses the request's objects again after the end, and the endpoint still reads them.
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

/// <summary>
/// Lets an endpoint write its answer into memory, so that the request can be answered without the endpoint. An answer of the
/// sandbox or of a card is a page of a list at most.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "An abandoned endpoint still writes into it; memory alone is held.")]
internal sealed class AnswerApart
{
    private readonly HttpResponseFeature _head = new();
    private readonly MemoryStream _body = new();
    private readonly StreamResponseBodyFeature _writer;

    internal AnswerApart(HttpContext http)
    {
        _writer = new StreamResponseBodyFeature(_body);
        // What is made on first use must be made here, or the two contexts would have one each.
        _ = (http.RequestServices, http.Items);
        var features = new FeatureCollection(http.Features);
        features.Set<IHttpResponseFeature>(_head);
        features.Set<IHttpResponseBodyFeature>(_writer);
        Http = new DefaultHttpContext(features);
    }

    /// <summary>The request, with a response of its own.</summary>
    internal HttpContext Http { get; }

    /// <summary>Sends what the endpoint has written.</summary>
    internal async Task SendAsync(HttpContext http)
    {
        await _writer.CompleteAsync();
        http.Response.StatusCode = _head.StatusCode;
        foreach (var (name, value) in _head.Headers)
            http.Response.Headers[name] = value;
        if (_body.Length == 0)
            return;
        http.Response.ContentLength ??= _body.Length;
        await http.Response.Body.WriteAsync(_body.GetBuffer().AsMemory(0, (int)_body.Length));
    }
}
