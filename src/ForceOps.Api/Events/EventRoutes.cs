using System.Text.Json;
using ForceOps.Api.Events.Rendering;
using ForceOps.Api.Hosting;
using ForceOps.Api.Sandbox;
using ForceOps.Postgres;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Events;

/// <summary><c>GET /sandbox/events</c>: an org's events, oldest first, and the stream of them.</summary>
internal static class EventRoutes
{
    /// <summary>Operations looked at in one query; with their movements some hundreds of kilobytes.</summary>
    private const int ReadSize = 1000;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/events", ListAsync).Produces<ListView<JsonElement>>().WithMetadata(RequestQueries.Paged, EventQuery.Filters);
        routes.MapGet("/events/stream", EventStream.GetAsync).Produces(200, contentType: EventStream.ContentType).WithMetadata(new RequestQueries(("after", "A cursor; what happens from now on when absent.")), EventQuery.Filters);
    }

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, LedgerEvents events, SettledIds settled, IOptions<ForceOpsOptions> options)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page))
            return Page.Invalid();
        var (query, queryError) = EventQuery.Read(http, page.After);
        if (query is null)
            return queryError!;
        var limits = options.Value.Events;
        var below = await settled.BelowAsync(limits.Patience);
        var found = new List<LedgerEvent>();
        var (cursor, hasMore, looked) = (query.After ?? default, true, 0);
        while (hasMore && found.Count <= page.Limit && looked < limits.ScanMax)
        {
            // Without a filter every operation has an event, so that no more are read than are shown.
            var size = Math.Min(query.IsAll ? page.Limit : ReadSize, ReadSize);
            var read = await events.ReadAsync(org, cursor, below, size);
            found.AddRange(read.Events.Where(query.Wants));
            (cursor, hasMore, looked) = (read.Through, read.HasMore, looked + size);
        }
        if (found.Count > page.Limit)
        {
            found.RemoveRange(page.Limit, found.Count - page.Limit);
            (cursor, hasMore) = (found[^1].Cursor, true);
        }
        return Answer(found, hasMore ? cursor : null, found.Count > 0 ? found[^1].Cursor : query.After);
    }

    /// <summary>The list shape, and <c>last</c>: where to go on later when there is no next page yet.</summary>
    private static IResult Answer(List<LedgerEvent> found, EventCursor? next, EventCursor? last)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var one in found)
                writer.WriteRawValue(EventBody.Of(one), skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteString("next", next?.ToString());
            writer.WriteString("last", last?.ToString());
            writer.WriteEndObject();
        }
        return TypedResults.Bytes(body.ToArray(), "application/json; charset=utf-8");
    }
}
