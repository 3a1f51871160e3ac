using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Delayed;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Sandbox;

/// <summary>Serves <c>/sandbox/authorizations</c> and an account's movements, which show the postings.</summary>
internal static class PostingsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts/{id:long}/movements", MovementsAsync).Produces<ListView<MovementView>>().WithMetadata(RequestQueries.Paged);
        routes.MapGet("/authorizations/{id:long}", GetAsync).Produces<AuthorizationView>().ProducesProblem(404);
        routes.MapGet("/authorizations", FindAsync).Produces<AuthorizationView>().WithMetadata(new RequestQueries(("tracking_id", "Of the operation."))).ProducesProblem(404);
    }

    private static async Task<IResult> MovementsAsync(HttpContext http, long id, SandboxGate gate, Postings postings)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || page.AfterId(fallback: long.MaxValue) is not { } after)
            return Page.Invalid();
        var rows = await postings.MovementsOfAsync(org, id, after, page.Limit);
        return SandboxJson.Ok(ListView<MovementView>.Of([.. rows.Select(row => MovementView.Of(row, id))], page.Limit, movement => movement.Id.ToString()));
    }

    private static async Task<IResult> GetAsync(HttpContext http, long id, SandboxGate gate, Postings postings)
    {
        var (org, error) = await gate.OrgAsync(http);
        return error ?? Answer(await postings.FindAsync(org, id));
    }

    private static async Task<IResult> FindAsync(HttpContext http, SandboxGate gate, Postings postings, DelayedOperationStore waiting)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!TrackingId.TryParse(http.Request.Query["tracking_id"].ToString(), out var trackingId))
            return SandboxProblem.Invalid("tracking_id", "is required");
        // The delayed operations are read before the postings. An operation that is posted between the two reads is then found
        // among the postings.
        var isWaiting = await waiting.AnyAsync(org, trackingId);
        var found = await postings.FindAsync(org, trackingId.Text);
        return found is null && isWaiting
            ? SandboxProblem.Of(404, "NOT_POSTED_YET", "The operation is accepted and waits to be posted; GET /sandbox/delayed shows it.")
            : Answer(found);
    }

    private static IResult Answer(AuthorizationDetail? detail) =>
        detail is null ? SandboxProblem.NotFound("authorization") : SandboxJson.Ok(AuthorizationView.Of(detail));
}

/// <summary>
/// Serves <c>/sandbox/merchants/{id}/schedule</c>, which shows the amounts that a merchant will be paid. Each line is a movement
/// of the merchant's account: a sale is a credit, and its cancellation is a debit. No second record exists that could disagree
/// with the movements.
/// </summary>
internal static class ScheduleApi
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
        if (await accounts.FindAsync(org, id) is not { } account || ColumnText.ToAccountKind(account.Kind) != AccountKind.Merchant)
            return SandboxProblem.NotFound("merchant");
        var rows = await postings.MovementsOfAsync(org, id, after, page.Limit);
        return SandboxJson.Ok(ListView<MovementView>.Of([.. rows.Select(row => MovementView.Of(row, id))], page.Limit, line => line.Id.ToString()));
    }
}
