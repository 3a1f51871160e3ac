using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary><c>/sandbox/delayed</c>: what was answered 202 and is not posted yet, in the order of acceptance.</summary>
internal static class DelayedRoutes
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/delayed", ListAsync).Produces<ListView<DelayedView>>().WithMetadata(RequestQueries.Paged);

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, WaitingOperations waiting)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || page.AfterId(fallback: 0) is not { } after)
            return Page.Invalid();
        var found = await waiting.ListAsync(org, after, page.Limit);
        return SandboxJson.Ok(ListView<DelayedView>.Of([.. found.Select(DelayedView.Of)], page.Limit, one => one.Id.ToString()));
    }
}
