using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Delayed;

namespace ForceOps.Api.Sandbox;

/// <summary>
/// Serves <c>/sandbox/delayed</c>, which lists the operations that were answered 202 and are not posted yet, in the order of
/// acceptance.
/// </summary>
internal static class DelayedApi
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/delayed", ListAsync)
        .Describe("listDelayed", "List delayed operations", "Lists the operations that were answered 202 and are not posted yet, in the order of acceptance.").WithMetadata(RequestQueries.Paged)
        .Answers(200, typeof(ListView<DelayedView>), "A page of operations.", """
            {"items":[{"id":7,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","kind":"force","account_ids":[1234],"accepted_at":"2024-05-01T12:00:00Z","due_at":"2024-05-01T12:00:02Z","tries":0}],"next":null}
            """);

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, DelayedOperationStore waiting)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || page.AfterId(fallback: 0) is not { } after)
            return Page.Invalid();
        var found = await waiting.ListAsync(org, after, page.Limit);
        return SandboxJson.Ok(ListView<DelayedView>.Of([.. found.Select(DelayedView.Of)], page.Limit, item => item.Id.ToString()));
    }
}

/// <summary>Shows an operation that is accepted and not posted yet.</summary>
/// <param name="Id">The id of the operation, which is the cursor of the list.</param>
/// <param name="Kind">
/// force, cancel_force, transfer, cancel_transfer, hold_funds, release_hold, transfer_hold, cancel_hold_transfer, payment,
/// payment_transfer, cancel_payment, pre_authorization or confirm_payment.
/// </param>
/// <param name="AccountIds">The account of the operation; for a transfer both accounts, the giving side's first.</param>
/// <param name="Tries">The number of tries that failed because a row was locked.</param>
internal sealed record DelayedView(
    long Id, string TrackingId, string Kind, IReadOnlyList<long> AccountIds, DateTime AcceptedAt, DateTime DueAt, int Tries)
{
    internal static DelayedView Of(WaitingOperation item) => new(
        item.Id, item.TrackingId, item.Kind, item.OtherAccountId is { } other ? [item.AccountId, other] : [item.AccountId],
        item.AcceptedAt.UtcDateTime, (item.DueAt < item.AcceptedAt ? item.AcceptedAt : item.DueAt).UtcDateTime, item.Tries);
}
