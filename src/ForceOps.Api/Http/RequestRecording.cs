using System.Globalization;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Http;

/// <summary>
/// Records every request to an emulated API in the journal. The sandbox's own routes, health and Swagger are not recorded.
/// </summary>
internal static class RequestRecording
{
    /// <summary>Adds the middleware before everything that answers, so that it sees the answer as it is sent.</summary>
    internal static void UseJournal(this WebApplication app)
    {
        var journal = app.Services.GetRequiredService<RequestJournal>();
        if (!journal.IsOn)
            return;
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var dialects = new Dialects(app.Services.GetServices<IDialect>());
        var options = app.Services.GetRequiredService<IOptions<ForceOpsOptions>>().Value;
        var looksAtClient = options.Findings.Enabled;
        app.Use((http, next) => dialects.Of(
            http)?.Name is { } channel ? JournalAsync(http, next, channel, journal, clock, looksAtClient) : next(http));
    }

    private static async Task JournalAsync(
        HttpContext http, RequestDelegate next, string channel, RequestJournal journal, TimeProvider clock, bool looksAtClient)
    {
        var entry = new RecordedRequest
        {
            Time = clock.GetUtcNow(),
            Method = RequestLog.MethodOf(http),
            Route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText,
            Channel = channel,
            Cid = http.TraceIdentifier,
            Client = looksAtClient ? CallerHeaders.TraitsOf(http.Request) : default,
        };
        http.Features.Set(entry);
        var request = new OpenRequest(http, entry, journal, clock);
        http.Features.Set(request);
        // The request is recorded before the first byte is sent, so that a caller who has the answer finds it in the journal.
        http.Response.OnStarting(
            static state =>
            {
                ((OpenRequest)state).Finish();
                return Task.CompletedTask;
            },
            request);
        try
        {
            await next(http);
        }
        finally
        {
            // When the caller hung up, no first byte was sent, so the request is finished here.
            request.Finish();
        }
    }
}

/// <summary>
/// Tracks a request in progress. The request is finished once: when its answer begins, or when it ends without an answer.
/// </summary>
internal sealed class OpenRequest(HttpContext http, RecordedRequest entry, RequestJournal journal, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private bool _finished;

    /// <summary>
    /// Notes the status and duration and adds the request to the journal. An answer without a body may begin only after the
    /// request has ended; it then still has this status.
    /// </summary>
    internal void Finish()
    {
        if (_finished)
            return;
        _finished = true;
        var status = AnswerStatus.Of(http);
        entry.Finished(status, clock.GetElapsedTime(_started), status >= StatusCodes.Status400BadRequest ? RetryAfter() : 0);
        journal.Add(entry.Org ?? OrgOf(), entry);
    }

    /// <summary>Returns the seconds of Retry-After; 0 when the answer has none.</summary>
    private int RetryAfter()
    {
        var sent = http.Response.Headers.RetryAfter.ToString();
        if (int.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return seconds;
        return DateTimeOffset.TryParse(sent, CultureInfo.InvariantCulture, out var time)
            ? (int)Math.Clamp((time - clock.GetUtcNow()).TotalSeconds, 0, int.MaxValue)
            : 0;
    }

    /// <summary>
    /// Finds the org of a request that no gate assigned to an org. In strict mode nobody may fill another org's journal by naming
    /// that org, so such requests belong to the default org.
    /// </summary>
    private OrgId OrgOf() =>
        Dialects.BelievesNames(http) && OrgId.TryParse(http.Request.Headers["x-tenant"].ToString(), out var sent) ? sent : OrgId.Default;
}

/// <summary>Holds the facts that a request to an emulated API states about itself.</summary>
/// <param name="Accounts">The ids of the account, of the merchant, or of both ends of a transfer.</param>
/// <param name="TrackingIds">The client's own ids of the operation, and of the operation that it refers to.</param>
/// <param name="Amount">The amount, in major units.</param>
internal sealed record RequestSubject(IReadOnlyList<long> Accounts, IReadOnlyList<string> TrackingIds, decimal? Amount)
{
    internal static RequestSubject Of(ReadOnlySpan<long?> accounts, ReadOnlySpan<string?> trackingIds, decimal? amount)
    {
        var (known, named) = (new List<long>(), new List<string>());
        foreach (var account in accounts)
        {
            if (account is { } id)
                known.Add(id);
        }
        foreach (var trackingId in trackingIds)
        {
            if (trackingId is not null)
                named.Add(trackingId);
        }
        return new RequestSubject(known, named, amount);
    }
}
