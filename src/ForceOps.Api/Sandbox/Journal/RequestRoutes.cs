using ForceOps.Api.Hosting;
using ForceOps.Api.Hosting.Journal;

namespace ForceOps.Api.Sandbox.Journal;

/// <summary><c>/sandbox/requests</c>: what this process was asked last, what it answered, and why.</summary>
internal static class RequestRoutes
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/requests", ListAsync).Produces<ListView<RequestView>>().WithMetadata(RequestQueries.Paged, RequestQuery.Filters).ProducesProblem(404)
            .WithSummary("The journal, newest first").WithDescription("Filters: status (400 or 4xx), route (its pattern), tracking_id. Kept in memory, per process.");
        routes.MapGet("/requests/{id:long}", GetAsync).Produces<RequestView>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, RequestJournal journal)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!journal.IsOn)
            return Off();
        if (!Page.TryRead(http, out var page) || page.AfterId(fallback: long.MaxValue) is not { } after)
            return Page.Invalid();
        var (query, queryError) = RequestQuery.Read(http.Request.Query);
        if (query is null)
            return queryError!;
        var found = journal.Read(org).Where(entry => entry.Id < after && query.Wants(entry)).Take(page.Limit);
        return SandboxJson.Ok(ListView<RequestView>.Of([.. found.Select(RequestView.Of)], page.Limit, view => view.Id.ToString()));
    }

    private static async Task<IResult> GetAsync(HttpContext http, long id, SandboxGate gate, RequestJournal journal)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!journal.IsOn)
            return Off();
        return journal.Read(org).FirstOrDefault(entry => entry.Id == id) is { } found
            ? SandboxJson.Ok(RequestView.Of(found))
            : SandboxProblem.NotFound("request, or no longer,");
    }

    private static IResult Off() => SandboxProblem.Of(404, "JOURNAL_OFF", "The journal is off: the setting ForceOps:Journal:Entries is 0.");
}
