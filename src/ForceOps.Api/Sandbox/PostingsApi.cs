using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Delayed;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using Microsoft.OpenApi;

namespace ForceOps.Api.Sandbox;

/// <summary>Serves <c>/sandbox/authorizations</c> and an account's movements, which show the postings.</summary>
internal static class PostingsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts/{id:long}/movements", MovementsAsync)
            .Describe("listMovements", "List an account's movements",
                "Lists the movements of an account, newest first. An account that was never opened has none.")
            .WithMetadata(RequestQueries.Paged, MomentGate.Queries, new RequestPaths(new RequestParameter(
                "id", "The id of the account.") { Type = JsonSchemaType.Integer, Format = "int64", Minimum = 1, Example = 1234 }))
            .Answers(200, typeof(ListView<MovementView>), "A page of movements.", Movements);
        routes.MapGet("/authorizations/{id:long}", GetAsync)
            .Describe("getAuthorization", "Get an authorization", "Shows an authorization with its movements and its cancellations.")
            .WithMetadata(new RequestPaths(new RequestParameter("id",
                "The id of the authorization, which the answer to its operation gave.") { Type = JsonSchemaType.Integer, Format = "int64",
                Minimum = 1, Example = 10240 }), MomentGate.Queries)
            .After(new Predecessor("pismo", "forceOperation", Takes: new Taken("/authorization_id", "id")))
            .Answers(200, typeof(AuthorizationView), "The authorization.", Authorization);
        routes.MapGet("/authorizations", FindAsync)
            .Describe("findAuthorization", "Find an authorization",
                "Shows the authorization that has the tracking id, with its movements and its cancellations.")
            .WithMetadata(new RequestQueries(new RequestParameter("tracking_id", "The tracking id of the operation.") { IsRequired = true,
                Example = "ba7f42b9-9bd1-4840-a747-f1b59037b798" }), MomentGate.Queries)
            .After(new Predecessor("pismo", "forceOperation", "Forced credit"))
            .Answers(200, typeof(AuthorizationView), "The authorization.", Authorization);
    }

    internal const string Movements = """
        {"items":[{"id":1,"kind":"force","authorization_id":10240,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","amount":40.25,"balance_after":40.25,"counterparty":-1,"processing_code":"090907","descriptor":null,"value_date":"2024-05-01T12:00:00Z","created_at":"2024-05-01T12:00:00Z"}],"next":null}
        """;

    private const string Authorization = """
        {"id":10240,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","type":"FORCE","channel":"pismo","account_id":1234,"processing_code":"090907","amount":40.25,"fee":0,"currency":"USD","descriptor":null,"metadata":{"any-key":"any-value"},"parent_authorization_id":null,"original_authorization":null,"canceled_amount":0,"canceled_fee":0,"value_date":"2024-05-01T12:00:00Z","event_date":"2024-05-01T12:00:00Z","in_timeline":true,"cid":"5d2ff7b9-2a8f-4d0b-8e0a-6f6f7f5c3a10","cancellations":[],"movements":[{"id":1,"kind":"force","debit_account":-1,"credit_account":1234,"amount":40.25,"debit_balance":null,"credit_balance":40.25}]}
        """;

    private static async Task<IResult> MovementsAsync(HttpContext http, long id, MomentGate gate, Postings postings)
    {
        var (org, at, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || page.AfterId(fallback: long.MaxValue) is not { } after)
            return Page.Invalid();
        var rows = await postings.MovementsOfAsync(org, id, after, page.Limit, at);
        return SandboxJson.Ok(ListView<MovementView>.Of(
            [.. rows.Select(row => MovementView.Of(row, id))], page.Limit, movement => movement.Id.ToString()));
    }

    private static async Task<IResult> GetAsync(HttpContext http, long id, MomentGate gate, Postings postings)
    {
        var (org, at, error) = await gate.OrgAsync(http);
        return error ?? Answer(await postings.FindAsync(org, id, at), at);
    }

    private static async Task<IResult> FindAsync(HttpContext http, MomentGate gate, Postings postings, DelayedOperationStore waiting)
    {
        var (org, at, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!TrackingId.TryParse(http.Request.Query["tracking_id"].ToString(), out var trackingId))
            return SandboxProblem.Invalid("tracking_id", "is required");
        // The delayed operations are read before the postings. An operation that is posted between the two reads is then found
        // among the postings.
        var isWaiting = await waiting.AnyAsync(org, trackingId);
        var found = await postings.FindAsync(org, trackingId.Text, at);
        return found is null && isWaiting
            ? SandboxProblem.Of(404, "NOT_POSTED_YET", "The operation is accepted and waits to be posted; GET /sandbox/delayed shows it.")
            : Answer(found, at);
    }

    private static IResult Answer(AuthorizationDetail? detail, BookMoment? at) =>
        detail is null ? SandboxProblem.NotFound("authorization") : SandboxJson.Ok(AuthorizationView.Of(detail, at));
}

/// <summary>
/// Serves <c>/sandbox/merchants/{id}/schedule</c>, which shows the amounts that a merchant will be paid. Each line is a movement
/// of the merchant's account: a sale is a credit, and its cancellation is a debit. No second record exists that could disagree
/// with the movements.
/// </summary>
internal static class ScheduleApi
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/merchants/{id:long}/schedule", GetAsync)
        .Describe("listSchedule", "List a merchant's schedule",
            "Lists what a merchant will be paid, newest first: each line is a movement of the merchant's account.")
        .WithMetadata(RequestQueries.Paged, new RequestPaths(new RequestParameter(
            "id", "The id of the merchant.") { Type = JsonSchemaType.Integer, Format = "int64", Minimum = 1, Example = 501 }))
        .After(new Predecessor(SandboxDialect.Document, "openAccounts", "Ten merchants"))
        .Answers(200, typeof(ListView<MovementView>), "A page of lines.", PostingsApi.Movements);

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
        return SandboxJson.Ok(ListView<MovementView>.Of(
            [.. rows.Select(row => MovementView.Of(row, id))], page.Limit, line => line.Id.ToString()));
    }
}
