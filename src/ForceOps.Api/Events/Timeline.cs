using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Reads;

namespace ForceOps.Api.Events;

/// <summary>
/// Serves <c>GET /sandbox/accounts/{id}/timeline</c>, which shows what the customer would see, newest first. It leaves out
/// operations that moved nothing and operations that were sent with <c>x-skip-timeline</c>.
/// </summary>
internal static class Timeline
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

/// <summary>Shows one line of the customer's timeline.</summary>
/// <param name="Id">The id of the movement, which is the cursor of the list.</param>
/// <param name="Type">
/// CASH_IN or CASH_OUT by the direction of the operation, the example types of Pismo's timeline guide. A cancellation has the
/// type of the operation that it cancels. FEE, which is ours, marks fees.
/// </param>
/// <param name="Category">AUTHORIZATION, CANCELLATION or PARTIAL_CANCELLATION, as in the guide.</param>
/// <param name="Amount">The signed amount; negative when the account gave.</param>
internal sealed record TimelineView(
    long Id, string Type, string Category, decimal Amount, string? Descriptor, string EventDate, long AuthorizationId, string TrackingId, decimal BalanceAfter)
{
    internal static TimelineView Of(TimelineEntry entry, long accountId)
    {
        var (movement, authorization) = (entry.Posted.Movement, entry.Posted.Authorization);
        var gave = movement.DebitAccount == accountId;
        var isCancellation = authorization.ParentId is not null;
        var type = movement.Kind is "fee" or "fee_reversal" ? "FEE" : gave == isCancellation ? "CASH_IN" : "CASH_OUT";
        return new TimelineView(
            movement.Id, type, !isCancellation ? "AUTHORIZATION" : entry.IsPartialCancellation ? "PARTIAL_CANCELLATION" : "CANCELLATION",
            gave ? -movement.Amount : movement.Amount, authorization.Descriptor, UtcTime.Text(authorization.EventDate), authorization.Id,
            entry.Posted.TrackingId, (gave ? movement.DebitBalance : movement.CreditBalance) ?? 0);
    }
}
