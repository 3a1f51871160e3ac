using System.Text;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Reads;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Events;

/// <summary>
/// Serves <c>GET /sandbox/events/stream</c>, which sends events as server-sent events while they happen. The stream begins behind
/// <c>Last-Event-ID</c>, or else behind <c>after</c>, or else now. It polls the database, because LISTEN/NOTIFY takes a lock over
/// all commits.
/// </summary>
internal static class EventStream
{
    internal const string ContentType = "text/event-stream";

    private const int ReadSize = 500;

    internal static async Task<IResult> GetAsync(
        HttpContext http, SandboxGate gate, LedgerEvents events, CommitHorizon horizon, LedgerPulse pulse,
        IOptions<ForceOpsOptions> options,
        TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var sent = http.Request.Headers.TryGetSent("Last-Event-ID", out var last)
            ? last.ToString()
            : http.Request.Query["after"].FirstOrDefault();
        var (query, queryError) = EventQuery.Read(http, sent);
        if (query is null)
            return queryError!;
        if (HttpMethods.IsHead(http.Request.Method))
        {
            // A stream without a body would never end and never say anything.
            http.Response.ContentType = ContentType;
            return Results.Empty;
        }
        // A server that stops waits for open requests. Without this token a stream would stay open for ever.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            var cursor = query.After ?? EventCursor.Before(await pulse.BoundAsync(horizon.ReadAsync(options.Value.Events.Patience)));
            await PoolThreads.RunAsync(() => RunAsync(
                http.Response, org, query, cursor, events, horizon, pulse, options.Value.Events, clock, end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client closed the stream, or the service stops.
        }
        return Results.Empty;
    }

    private static async Task RunAsync(
        HttpResponse response, OrgId org, EventQuery query, EventCursor cursor, LedgerEvents events, CommitHorizon horizon,
        LedgerPulse pulse,
        EventsOptions options, TimeProvider clock, CancellationToken end)
    {
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        await CommentAsync(response, "connected", end);
        var wrote = clock.GetTimestamp();
        while (true)
        {
            var page = await ReadAsync(org, cursor, events, horizon, pulse, options);
            cursor = page.Through;
            foreach (var change in page.Events.Where(query.Wants))
            {
                await response.WriteAsync($"id: {change.Cursor}\nevent: {EventTypes.Of(change.Kind)}\ndata: ", end);
                await response.Body.WriteAsync(EventBody.Of(change), end);
                await response.WriteAsync("\n\n", end);
                wrote = clock.GetTimestamp();
            }
            await response.Body.FlushAsync(end);
            if (page.HasMore)
                continue;
            if (clock.GetElapsedTime(wrote) >= options.Heartbeat)
            {
                await CommentAsync(response, "still here", end);
                wrote = clock.GetTimestamp();
            }
            await Task.Delay(options.PollInterval, clock, end);
        }
    }

    /// <summary>
    /// Reads the next events. There are none while the database is away: the stream stays open, and its comments say that the
    /// service is still here.
    /// </summary>
    private static async Task<EventPage> ReadAsync(
        OrgId org, EventCursor cursor, LedgerEvents events, CommitHorizon horizon, LedgerPulse pulse, EventsOptions options)
    {
        if (pulse.IsSilent)
            return new EventPage([], cursor, HasMore: false);
        try
        {
            return await pulse.BoundAsync(ReadRecentAsync());
        }
        catch (Exception error) when (DatabaseErrors.IsOutage(error))
        {
            return new EventPage([], cursor, HasMore: false);
        }

        async Task<EventPage> ReadRecentAsync() =>
            await events.ReadAsync(org, cursor, await horizon.ReadRecentAsync(options.PollInterval, options.Patience), ReadSize);
    }

    private static async Task CommentAsync(HttpResponse response, string text, CancellationToken end)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($": {text}\n\n"), end);
        await response.Body.FlushAsync(end);
    }
}
