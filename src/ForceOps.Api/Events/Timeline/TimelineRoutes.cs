using ForceOps.Api.Hosting;
using ForceOps.Api.Sandbox;
using ForceOps.Postgres;

namespace ForceOps.Api.Events.Timeline;

/// <summary>
/// <c>GET /sandbox/accounts/{id}/timeline</c>: what the customer would see, newest first. An operation that moved nothing is not
/// there, nor one that was sent with <c>x-skip-timeline</c>.
/// </summary>
internal static class TimelineRoutes
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/accounts/{id:long}/timeline", GetAsync).Produces<ListView<TimelineView>>().WithMetadata(RequestQueries.Paged);

    private static async Task<IResult> GetAsync(HttpContext http, long id, SandboxGate gate, AccountTimeline timeline)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || page.AfterId(fallback: long.MaxValue) is not { } before)
            return Page.Invalid();
        var (entries, next) = await timeline.ReadAsync(org, id, before, page.Limit);
        return EventsJson.Ok(new ListView<TimelineView>([.. entries.Select(entry => TimelineView.Of(entry, id))], next?.ToString()));
    }
}
