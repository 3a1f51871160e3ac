using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Reads;
using Microsoft.OpenApi;

namespace ForceOps.Api.Events;

/// <summary>
/// Serves <c>GET /sandbox/accounts/{id}/timeline</c>, which shows what the customer would see, newest first. It leaves out
/// operations that moved nothing and operations that were sent with <c>x-skip-timeline</c>.
/// </summary>
internal static class Timeline
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/accounts/{id:long}/timeline", GetAsync)
        .Describe("listTimeline", "List an account's timeline", "Lists what the customer would see, newest first.")
        .WithMetadata(RequestQueries.Paged, new RequestPaths(new RequestParameter(
            "id", "The id of the account.") { Type = JsonSchemaType.Integer, Format = "int64", Minimum = 1, Example = 1234 }))
        .Answers(200, typeof(ListView<TimelineView>), "A page of the timeline.", """
            {"items":[{"id":1,"type":"CASH_IN","category":"AUTHORIZATION","amount":40.25,"descriptor":null,"event_date":"2024-05-01T12:00:00.000Z","authorization_id":10240,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","balance_after":40.25}],"next":null}
            """);

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
    long Id, string Type, string Category, decimal Amount, string? Descriptor, [property: DataType(DataType.DateTime)] string EventDate,
    long AuthorizationId, string TrackingId, decimal BalanceAfter)
{
    internal static TimelineView Of(TimelineEntry entry, long accountId)
    {
        var (line, authorization) = (new TimelineLine(entry, accountId), entry.Posted.Authorization);
        return new TimelineView(
            entry.Posted.Movement.Id, line.Type, line.Category, line.Amount, authorization.Descriptor,
            UtcTime.Text(authorization.EventDate), authorization.Id, entry.Posted.TrackingId, line.BalanceAfter);
    }
}
