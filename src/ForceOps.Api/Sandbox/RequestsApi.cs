using System.Globalization;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using Microsoft.OpenApi;

namespace ForceOps.Api.Sandbox;

/// <summary>
/// Serves <c>/sandbox/requests</c>, which shows the latest requests to this process, their answers, and the reasons of refusals.
/// </summary>
internal static class RequestsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/requests", ListAsync).WithMetadata(RequestQueries.Paged, RequestQuery.Filters)
            .Describe("listRequests", "List requests", "Lists the latest requests to this process, newest first, with the reasons of refusals. They are kept in memory.")
            .Answers(200, typeof(ListView<RequestView>), "A page of requests.", $$"""{"items":[{{Example.Trim()}}],"next":null}""");
        routes.MapGet("/requests/{id:long}", GetAsync)
            .WithMetadata(new RequestPaths(new RequestParameter(
                "id", "The id of the recorded request.") { Type = JsonSchemaType.Integer, Format = "int64", Minimum = 1, Example = 1 }))
            .Describe("getRequest", "Get a request", "Shows a request, its answer, and the reason of a refusal.")
            .After(new Predecessor("pismo", "forceOperation"),
                new Predecessor(SandboxDialect.Document, "listRequests", Takes: new Taken("/items/0/id", "id")))
            .Answers(200, typeof(RequestView), "The request.", Example);
    }

    private const string Example = """
        {"id":42,"time":"2024-05-01T12:00:00Z","method":"POST","route":"/payments/v1/payments/force","status":400,"duration_ms":1.234,"cid":"5d2ff7b9-2a8f-4d0b-8e0a-6f6f7f5c3a10","channel":"pismo","fault":null,"request":{"account_id":1234,"amount":40.25},"answer":{"code":"PROCESSING_CODE_NOT_FOUND","authorization_id":null,"counterpart_id":null,"tracking_id":null},"why":{"check":"ledger","error":"processing_code_not_found","facts":{"processing_code":"XXXXXX"},"fields":[],"differs":[]}}
        """;

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

/// <summary>
/// Selects recorded requests: <c>?status=400&amp;route=&amp;tracking_id=</c>. A recorded request must match all given filters.
/// </summary>
internal sealed record RequestQuery(int? Status, int? StatusClass, string? Route, string? TrackingId)
{
    internal static readonly RequestQueries Filters = new(
        new("status", "A status like 400, or a class of statuses like 4xx.") { Pattern = "^([0-9]{3}|[1-5][xX][xX])$" },
        new("route", "The pattern of a route, as the journal shows it."),
        new("tracking_id", "The tracking id of the operation, or of the operation that it cancels.") { LengthMax = RecordedText.IdLengthMax });

    private const string StatusRule = "must be a status like 400 or a class of them like 4xx";

    internal static (RequestQuery? Query, IResult? Error) Read(IQueryCollection query)
    {
        var status = query["status"].ToString();
        if (status.Length is not (0 or 3))
            return (null, SandboxProblem.Invalid("status", StatusRule));
        int? exact = int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        int? group = status.EndsWith("xx", StringComparison.OrdinalIgnoreCase) && status[0] is >= '1' and <= '5' ? status[0] - '0' : null;
        if (status.Length > 0 && exact is null && group is null)
            return (null, SandboxProblem.Invalid("status", StatusRule));
        var trackingId = Given(query["tracking_id"].ToString());
        // No recorded request has so long an id. If the filter were dropped, it would select all requests.
        if (trackingId?.Length > RecordedText.IdLengthMax)
            return (null, SandboxProblem.Invalid("tracking_id", $"must be at most {RecordedText.IdLengthMax} characters"));
        return (new RequestQuery(exact, group, Given(query["route"].ToString()), RecordedText.Of(trackingId)), null);
    }

    internal bool Wants(RecordedRequest entry) =>
        (Status is null || entry.Status == Status)
        && (StatusClass is null || entry.Status / 100 == StatusClass)
        && (Route is null || string.Equals(entry.Route, Route, StringComparison.OrdinalIgnoreCase))
        && (TrackingId is null || Is(entry.Request?.TrackingId) || Is(entry.Request?.OriginalTrackingId) || Is(entry.TrackingId));

    private bool Is(string? trackingId) => string.Equals(trackingId, TrackingId, StringComparison.Ordinal);

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
