using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary>
/// <c>/sandbox/merchants/{id}/schedule</c>: what a merchant will be paid. A line is a movement of the merchant's account, a sale a
/// credit and its cancellation a debit; there is no second book that could disagree.
/// </summary>
internal static class ScheduleRoutes
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/merchants/{id:long}/schedule", GetAsync).Produces<ListView<MovementView>>().WithMetadata(RequestQueries.Paged).ProducesProblem(404);

    private static async Task<IResult> GetAsync(HttpContext http, long id, SandboxGate gate, Accounts accounts, Postings postings)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || page.AfterId(fallback: long.MaxValue) is not { } after)
            return Page.Invalid();
        if (await accounts.FindAsync(org, id) is not { } account || StoredText.ToAccountKind(account.Kind) != AccountKind.Merchant)
            return SandboxProblem.NotFound("merchant");
        var rows = await postings.MovementsOfAsync(org, id, after, page.Limit);
        return SandboxJson.Ok(ListView<MovementView>.Of([.. rows.Select(row => MovementView.Of(row, id))], page.Limit, line => line.Id.ToString()));
    }
}
