using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Http;

/// <summary>Puts every request to an emulated API into the journal; the sandbox's own routes, health and Swagger are not.</summary>
internal static class RequestRecording
{
    /// <summary>Around everything that answers, so that it sees the answer as it goes out.</summary>
    internal static void UseJournal(this WebApplication app)
    {
        var journal = app.Services.GetRequiredService<RequestJournal>();
        if (!journal.IsOn)
            return;
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var dialects = new Dialects(app.Services.GetServices<IDialect>());
        var believesTenant = app.Services.GetRequiredService<IOptions<ForceOpsOptions>>().Value.Mode == ForceOpsMode.Open;
        app.Use((http, next) => dialects.Of(http)?.Name is { } channel ? JournalAsync(http, next, channel, journal, clock, believesTenant) : next(http));
    }

    private static async Task JournalAsync(HttpContext http, RequestDelegate next, string channel, RequestJournal journal, TimeProvider clock, bool believesTenant)
    {
        var entry = new RecordedRequest
        {
            Time = clock.GetUtcNow(),
            Method = RequestLog.MethodOf(http),
            Route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText,
            Channel = channel,
            Cid = http.TraceIdentifier,
        };
        http.Features.Set(entry);
        var request = new OpenRequest(http, entry, journal, clock, believesTenant);
        http.Features.Set(request);
        // Before the first byte goes out: whoever got an answer finds it in the journal.
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
            // A caller that hung up got no first byte.
            request.Finish();
        }
    }
}

/// <summary>A request under way; finished once, when its answer begins or when it ends without one.</summary>
internal sealed class OpenRequest(HttpContext http, RecordedRequest entry, RequestJournal journal, TimeProvider clock, bool believesTenant)
{
    private readonly long _started = clock.GetTimestamp();
    private bool _finished;

    /// <summary>Of an answer that has no body at the request's end: it begins later, and still with this status.</summary>
    internal void Finish()
    {
        if (_finished)
            return;
        _finished = true;
        entry.Finished(AnswerStatus.Of(http), clock.GetElapsedTime(_started));
        journal.Add(entry.Org ?? OrgOf(), entry);
    }

    /// <summary>Where no gate got that far. In strict mode nobody fills another org's journal by naming it: such requests are the default org's.</summary>
    private OrgId OrgOf() =>
        believesTenant && OrgId.TryParse(http.Request.Headers["x-tenant"].ToString(), out var sent) ? sent : OrgId.Default;
}

/// <summary>What a request to an emulated API is about, as far as it says so itself.</summary>
/// <param name="Accounts">Account, merchant, or both ends of a transfer.</param>
/// <param name="TrackingIds">The client's own ids of the operation, and of the one that it refers to.</param>
/// <param name="Amount">In major units.</param>
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
