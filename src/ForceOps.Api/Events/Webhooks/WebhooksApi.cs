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
        routes.MapGet("/webhooks", ListAsync).Produces<ListView<WebhookView>>().WithMetadata(RequestQueries.Paged);
        routes.MapGet("/webhooks/{name}", GetAsync).Produces<WebhookView>().ProducesProblem(404);
        routes.MapPut("/webhooks/{name}", PutAsync).Accepts<WebhookRequest>("application/json").Produces<WebhookView>().Produces<WebhookView>(201)
            .WithMetadata(new RequestExamples(("All events to a local receiver", """{"url":"http://127.0.0.1:9000/events"}""")));
        routes.MapDelete("/webhooks/{name}", DeleteAsync).Produces(204).ProducesProblem(404);
        routes.MapGet("/webhooks/{name}/deliveries", DeliveriesAsync).Produces<ListView<DeliveryView>>().WithMetadata(RequestQueries.Paged).ProducesProblem(404);
        routes.MapPost("/webhooks/{name}/replay", ReplayAsync).Accepts<ReplayRequest>("application/json").Produces<WebhookView>().ProducesProblem(404)
            .WithMetadata(new RequestExamples(("Everything again", """{"after":null}""")));
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
    public string? Url { get; init; }

    /// <summary>The types of events to deliver; all types when absent or empty.</summary>
    public string[]? Types { get; init; }

    /// <summary>
    /// The secret: 24 to 64 bytes in Base64, with or without <c>whsec_</c> in front. Without a secret, a new webhook gets a
    /// generated one, and an existing webhook keeps its own. After a change, requests carry both signatures for some time.
    /// </summary>
    public string? Secret { get; init; }

    internal static bool IsName(string name) => SandboxName.IsValid(name);

    internal (WebhookChange? Change, IResult? Error) Read()
    {
        if (WebhookUrl.Parse(Url, out var wrong) is null)
            return (null, SandboxProblem.Invalid("url", wrong!));
        var types = Types ?? [];
        if (types.Except(EventTypes.All, StringComparer.Ordinal).Any())
            return (null, SandboxProblem.Invalid("types", $"must be among {string.Join(", ", EventTypes.All)}"));
        var secret = Secret is null ? null : WebhookSecret.Read(Secret);
        if (Secret is not null && secret is null)
            return (null, SandboxProblem.Invalid("secret", SecretForm));
        return (new WebhookChange(Url!, string.Join(' ', types.Distinct(StringComparer.Ordinal)), secret), null);
    }
}
