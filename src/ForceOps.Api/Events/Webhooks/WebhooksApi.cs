using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Webhooks;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>Serves <c>/sandbox/webhooks</c>, which manages the receivers of events and shows the deliveries.</summary>
internal static class WebhooksApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        const string example = """{"name":"mine","url":"http://127.0.0.1:9000/events","types":[],"created_at":"2024-05-01T12:00:00Z","position":"0","state":"active","failing_since":null}""";
        var name = new RequestPaths(SandboxName.Parameter("The name of the webhook.", "mine"));
        var made = new Predecessor(SandboxDialect.Document, "setWebhook");
        routes.MapGet("/webhooks", ListAsync).Describe(
            "listWebhooks", "List webhooks", "Lists the org's webhooks by name.").WithMetadata(RequestQueries.Paged)
            .Answers(200, typeof(ListView<WebhookView>), "A page of webhooks.", $$"""{"items":[{{example}}],"next":null}""");
        routes.MapPut("/webhooks/{name}", PutAsync)
            .Describe("setWebhook", "Set a webhook", "Makes or changes a webhook. A new one receives the events from now on; a replay delivers earlier events.").WithMetadata(name)
            .TakesBody<WebhookRequest>(("Events to a local receiver", """{"url":"http://127.0.0.1:9000/events"}"""))
            .Answers(200, typeof(WebhookView), "The webhook is changed.", example)
            .Answers(201, typeof(WebhookView), "The webhook is made; the answer shows its secret.", example);
        routes.MapGet("/webhooks/{name}", GetAsync).Describe(
            "getWebhook", "Get a webhook", "Shows a webhook, without its secret.").WithMetadata(name).After(made)
            .Answers(200, typeof(WebhookView), "The webhook.", example);
        routes.MapGet("/webhooks/{name}/deliveries", DeliveriesAsync).Describe(
            "listDeliveries", "List deliveries", "Lists the deliveries of a webhook, newest first, with all tries.")
            .WithMetadata(RequestQueries.Paged, name).After(made)
            .Answers(200, typeof(ListView<DeliveryView>), "A page of deliveries.", """
                {"items":[{"event_id":"0b8f7f9e-4c1d-8a2b-9c3d-4e5f60718293","event_type":"authorization-event","cursor":"10240","state":"delivered","tries":[{"run":1,"attempt":1,"status":204,"error":null,"at":"2024-05-01T12:00:00Z","next_at":null,"dead":false}]}],"next":null}
                """);
        routes.MapPost("/webhooks/{name}/replay", ReplayAsync).Describe(
            "replayWebhook", "Replay events", "Delivers again all events behind a cursor.").WithMetadata(name).After(made)
            .TakesBody<ReplayRequest>(("Everything again", """{"after":null}"""))
            .Answers(200, typeof(WebhookView), "The webhook.", example);
        routes.MapDelete("/webhooks/{name}", DeleteAsync).Describe(
            "deleteWebhook", "Delete a webhook", "Removes a webhook.").WithMetadata(name).After(made)
            .Answers(204, null, "The webhook is removed.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, WebhookStore webhooks)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || !page.IsOfNames)
            return Page.Invalid();
        var rows = await webhooks.ListAsync(org, page.After ?? "", page.Limit);
        return EventsJson.Ok(ListView<WebhookView>.Of([.. rows.Select(row => WebhookView.Of(row))], page.Limit, view => view.Name));
    }

    private static async Task<IResult> GetAsync(HttpContext http, string name, SandboxGate gate, WebhookStore webhooks)
    {
        var (org, error) = await gate.OrgAsync(http);
        return error ?? Answer(await webhooks.FindAsync(org, name) is { } row ? WebhookView.Of(row) : null);
    }

    /// <summary>Makes or changes a webhook. A new webhook receives the events from now on; a replay delivers earlier events.</summary>
    private static async Task<IResult> PutAsync(
        HttpContext http, string name, SandboxGate gate, WebhookStore webhooks, ReceiverRules receivers, CommitHorizon horizon,
        IOptions<ForceOpsOptions> options)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, EventsJson.Default.WebhookRequest);
        if (body is null)
            return bodyError!;
        if (!WebhookRequest.IsName(name))
            return SandboxProblem.Invalid("name", "must be 1 to 64 letters, digits, - or _");
        var (change, error) = body.Read();
        if (change is null)
            return error!;
        if (await receivers.RefuseAsync(change.Url) is { } refused)
            return SandboxProblem.Invalid("url", refused);
        var position = EventCursor.Before(await horizon.ReadAsync(options.Value.Events.Patience));
        var (row, isNew) = await webhooks.SetAsync(org, name, change, WebhookSecret.Make(), position);
        return EventsJson.Ok(WebhookView.Of(row, withSecret: isNew), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string name, SandboxGate gate, WebhookStore webhooks)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        return await webhooks.DeleteAsync(org, name) ? TypedResults.NoContent() : Answer(null);
    }

    private static async Task<IResult> DeliveriesAsync(HttpContext http, string name, SandboxGate gate, WebhookStore webhooks)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var before = default(EventCursor);
        if (!Page.TryRead(http, out var page) || (page.After is not null && !EventCursor.TryParse(page.After, out before)))
            return Page.Invalid();
        if (await webhooks.FindAsync(org, name) is null)
            return Answer(null);
        var deliveries = await webhooks.DeliveriesAsync(org, name, page.After is null ? null : before, page.Limit);
        return EventsJson.Ok(ListView<DeliveryView>.Of([.. deliveries.Select(DeliveryView.Of)], page.Limit, view => view.Cursor));
    }

    private static async Task<IResult> ReplayAsync(HttpContext http, string name, SandboxGate gate, WebhookStore webhooks)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, error) = await gate.BodyAsync(http, EventsJson.Default.ReplayRequest);
        if (body is null)
            return error!;
        var after = default(EventCursor);
        if (body.After is not null && !EventCursor.TryParse(body.After, out after))
            return SandboxProblem.Invalid("after", "must be the cursor of an event, or null for the beginning");
        await webhooks.ReplayAsync(org, name, after);
        return Answer(await webhooks.FindAsync(org, name) is { } row ? WebhookView.Of(row) : null);
    }

    private static IResult Answer(WebhookView? view) => view is null ? SandboxProblem.NotFound("webhook") : EventsJson.Ok(view);
}

/// <summary>Carries the position from which events are delivered again.</summary>
internal sealed class ReplayRequest
{
    /// <summary>The cursor of an event. All events behind it are delivered again; all events when null or absent.</summary>
    public string? After { get; init; }
}

/// <summary>Carries the new settings of a webhook.</summary>
internal sealed class WebhookRequest
{
    internal static readonly string SecretForm =
        $"must be {WebhookSecret.BytesMin} to {WebhookSecret.BytesMax} bytes in base64, with or without {WebhookSecret.Prefix} in front";

    /// <summary>The http or https address to which events are posted.</summary>
    [Required]
    [StringLength(WebhookUrl.LengthMax, MinimumLength = 1)]
    public string? Url { get; init; }

    /// <summary>
    /// The types of events to deliver, each as <c>event_type</c> or as <c>domain/event_type</c>, or <c>*</c> for all of them. When absent
    /// or empty, those of the domains authorization and availables.
    /// </summary>
    public string[]? Types { get; init; }

    /// <summary>
    /// The secret: 24 to 64 bytes in Base64, with or without <c>whsec_</c> in front. Without a secret, a new webhook gets a
    /// generated one, and an existing webhook keeps its own. After a change, requests carry both signatures for some time.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>
    /// True lets the webhook rest: nothing is sent, and nothing is lost, because false delivers what came meanwhile. When absent, it stays
    /// as it is.
    /// </summary>
    public bool? Paused { get; init; }

    internal static bool IsName(string name) => SandboxName.IsValid(name);

    internal (WebhookChange? Change, IResult? Error) Read()
    {
        if (WebhookUrl.Parse(Url, out var wrong) is null)
            return (null, SandboxProblem.Invalid("url", wrong!));
        var types = Types ?? [];
        if (!EventTypes.AreKnown(types))
            return (null, SandboxProblem.Invalid("types", $"must be among {string.Join(", ", EventTypes.Words)}"));
        var secret = Secret is null ? null : WebhookSecret.Read(Secret);
        if (Secret is not null && secret is null)
            return (null, SandboxProblem.Invalid("secret", SecretForm));
        return (new WebhookChange(Url!, string.Join(' ', types.Distinct(StringComparer.Ordinal)), secret, Paused), null);
    }
}
