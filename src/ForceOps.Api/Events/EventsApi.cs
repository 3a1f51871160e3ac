using System.Globalization;
using System.Text.Json;
using ForceOps.Api.Access;
using ForceOps.Api.Events.Webhooks;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Webhooks;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Events;

/// <summary>Serves <c>GET /sandbox/events</c>, which lists an org's events, oldest first, and maps the stream of events.</summary>
internal static class EventsApi
{
    /// <summary>The most operations that one query reads. With their movements they take some hundreds of kilobytes.</summary>
    private const int ReadSize = 1000;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/events", ListAsync).WithMetadata(RequestQueries.Paged, EventQuery.Filters)
            .Describe("listEvents", "List events", "Lists the org's events, oldest first.")
            .Answers(200, typeof(EventListView), "A page of events.",
                $$"""{"items":[{{EventSchemas.Example.Trim()}}],"next":null,"last":"10240"}""");
        routes.MapGet("/events/stream", EventStream.GetAsync)
            .WithMetadata(
                new RequestQueries(
                    new("after", "The cursor behind which the stream begins; now when absent."),
                    new("seconds", "The seconds after which the stream ends; it does not end by itself when absent.")
                    {
                        Type = JsonSchemaType.Integer, Format = "int32", Minimum = 1, Maximum = EventStream.SecondsMax, Example = 2,
                    }),
                EventQuery.Filters, BoundsItsWaits.Mark)
            .Describe("streamEvents", "Stream events", "Sends events as server-sent events while they happen.")
            .Answers(200, typeof(string), "The stream.", ": connected", EventStream.ContentType);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, SandboxGate gate, LedgerEvents events, CommitHorizon horizon, IOptions<ForceOpsOptions> options)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page))
            return Page.Invalid();
        var (query, queryError) = EventQuery.Read(http, page.After);
        if (query is null)
            return queryError!;
        var limits = options.Value.Events;
        var below = await horizon.ReadAsync(limits.Patience);
        var found = new List<LedgerEvent>();
        var (cursor, hasMore, looked) = (query.After ?? default, true, 0);
        while (hasMore && found.Count <= page.Limit && looked < limits.ScanMax)
        {
            // Without a filter every operation has an event, so no more operations are read than are shown.
            var size = Math.Min(query.IsAll ? page.Limit : ReadSize, ReadSize);
            var read = await events.ReadAsync(org, cursor, below, size, query.Kinds);
            found.AddRange(read.Events.Where(query.Wants));
            (cursor, hasMore, looked) = (read.Through, read.HasMore, looked + size);
        }
        if (found.Count > page.Limit)
        {
            found.RemoveRange(page.Limit, found.Count - page.Limit);
            (cursor, hasMore) = (found[^1].Cursor, true);
        }
        return Answer(found, hasMore ? cursor : null, found.Count > 0 ? found[^1].Cursor : query.After);
    }

    /// <summary>
    /// Makes the answer: a list, and <c>last</c>, the cursor from which a client continues later when there is no next page yet.
    /// </summary>
    private static IResult Answer(List<LedgerEvent> found, EventCursor? next, EventCursor? last)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var change in found)
                writer.WriteRawValue(EventBody.Of(change), skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteString("next", next?.ToString());
            writer.WriteString("last", last?.ToString());
            writer.WriteEndObject();
        }
        return TypedResults.Bytes(body.ToArray(), "application/json; charset=utf-8");
    }
}

/// <summary>Selects the events that a request asks for.</summary>
/// <param name="After">The cursor behind which the events begin; null when the request named none.</param>
/// <param name="Kinds">The wanted kinds of events.</param>
/// <param name="Account">The id of the account whose events are wanted; all accounts when null.</param>
internal sealed record EventQuery(EventCursor? After, IReadOnlySet<EventKind> Kinds, long? Account)
{
    /// <summary>True when every operation has a wanted event.</summary>
    internal bool IsAll => Account is null && Kinds.IsSupersetOf(
        [EventKind.AuthorizationCreated, EventKind.AuthorizationCanceled, EventKind.AuthorizationDenied]);

    internal static readonly RequestQueries Filters = new(
        new("type", "The types of the wanted events, with or without their domains, repeated or with commas between them; * for all of them. When absent, those of the domains authorization and availables.") { Words = EventTypes.Words, IsRepeated = true },
        new("account", "The id of the account whose events are wanted.") { Type = JsonSchemaType.Integer, Format = "int64" });

    /// <summary>
    /// Reads <c>?after=&amp;type=&amp;account=</c>. The request may repeat the parameter of the types, or put commas between
    /// types.
    /// </summary>
    internal static (EventQuery? Query, IResult? Error) Read(HttpContext http, string? after)
    {
        var query = http.Request.Query;
        var cursor = default(EventCursor);
        if (after is not null && !EventCursor.TryParse(after, out cursor))
            return (null, SandboxProblem.Invalid("after", "must be a cursor from a page before, or 0 for the beginning"));
        var types = query["type"].SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        if (!EventTypes.AreKnown(types))
            return (null, SandboxProblem.Invalid("type", $"must be among {string.Join(", ", EventTypes.Words)}"));
        var account = 0L;
        var hasAccount = query.TryGetValue("account", out var sent);
        if (hasAccount && !long.TryParse(sent.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out account))
            return (null, SandboxProblem.Invalid("account", "must be the id of an account"));
        return (new EventQuery(after is null ? null : cursor, EventTypes.Chosen(types), hasAccount ? account : null), null);
    }

    internal bool Wants(LedgerEvent change) => Kinds.Contains(change.Kind) && (Account is null || change.AccountId == Account);
}

/// <summary>Registers the services of events, streams, webhooks and timelines, and maps their routes.</summary>
internal static class EventServices
{
    internal static void AddEvents(this IServiceCollection services)
    {
        services.Configure<SwaggerGenOptions>(options => options.SchemaFilter<EventSchemas>());
        services.AddSingleton<CommitHorizon>();
        services.AddSingleton<LedgerEvents>();
        services.AddSingleton<AccountTimeline>();
        services.AddSingleton(provider =>
            new SecretRotation(provider.GetRequiredService<IOptions<ForceOpsOptions>>().Value.Webhooks.SecretOverlap));
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<ReceiverRules>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookRetries>();
        services.AddSingleton<WebhookWorkerFactory>();
        // The dispatcher is registered after the ledger's start among the hosted services, so that the dispatcher stops before
        // the ledger stops.
        services.AddHostedService<WebhookDispatcher>();
    }

    internal static void MapEvents(this IEndpointRouteBuilder sandbox)
    {
        EventsApi.Map(sandbox);
        WebhooksApi.Map(sandbox);
        Timeline.Map(sandbox);
    }
}
