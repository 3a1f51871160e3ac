using System.Text.Json.Nodes;
using ForceOps.Postgres.Reads;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Events;

/// <summary>Describes one event, which is one of several shapes. The type stands for all of them in the document.</summary>
internal sealed record EventView;

/// <summary>Describes a page of events.</summary>
/// <param name="Items">The events, oldest first.</param>
/// <param name="Next">The cursor of the next page; null on the last page.</param>
/// <param name="Last">The cursor from which a client continues later; null when there was no event yet.</param>
internal sealed record EventListView(IReadOnlyList<EventView> Items, string? Next, string? Last);

/// <summary>Gives the document the shapes of events, each with its words for domain and event_type.</summary>
internal sealed class EventSchemas : ISchemaFilter
{
    internal const string Example = """
        {"event_id":"0b8f7f9e-4c1d-8a2b-9c3d-4e5f60718293","domain":"authorization","event_type":"authorization-event","schema_version":1,"org_id":"TN-00000000-0000-0000-0000-000000000001","cid":"5d2ff7b9-2a8f-4d0b-8e0a-6f6f7f5c3a10","timestamp":"2024-05-01T12:00:00.000Z","data":{"amount":40.25,"authorization":{"id":10240,"code":"010240","operation_description":"FORCED CREDIT","processing_code":"090907","balance_impact":1,"destination_currency":"USD","type":"FORCE"},"account_id":1234,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","available_change":{"id":"6c1c2d3e-4f50-8162-a374-859697a8b9c0","update_datetime":"2024-05-01T12:00:00.000Z"}}}
        """;

    /// <summary>The shapes, and the kinds of events that each of them tells about.</summary>
    private static readonly (Type Envelope, EventKind[] Kinds)[] Shapes =
    [
        (typeof(EventEnvelope<AuthorizationData>), [EventKind.AuthorizationCreated, EventKind.AuthorizationCanceled]),
        (typeof(EventEnvelope<DenialData>), [EventKind.AuthorizationDenied]),
        (typeof(EventEnvelope<PlatformAuthorizationData>), [EventKind.PlatformAuthorization]),
        (typeof(EventEnvelope<BalanceData>), [EventKind.BalanceChanged]),
        (typeof(EventEnvelope<TransactionData>), [EventKind.TransactionCreated]),
        (typeof(EventEnvelope<TimelineEventData>), [EventKind.TimelineLine]),
        (typeof(EventEnvelope<StatusChangeData>), [EventKind.StatusChanged]),
        (typeof(EventEnvelope<NetworkData>), [EventKind.NetworkAuthorized]),
    ];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema target || context.MemberInfo is not null)
            return;
        if (context.Type == typeof(EventView))
        {
            target.Type = null;
            target.AdditionalPropertiesAllowed = true;
            target.OneOf = [.. Shapes.Select(shape => context.SchemaGenerator.GenerateSchema(shape.Envelope, context.SchemaRepository))];
        }
        else if (Array.Find(Shapes, shape => shape.Envelope == context.Type).Kinds is { } kinds)
        {
            SetMember(target, "domain", [EventTypes.Of(kinds[0]).Domain]);
            SetMember(target, "event_type", [.. kinds.Select(kind => EventTypes.Of(kind).Name)]);
        }
    }

    private static void SetMember(OpenApiSchema envelope, string member, string[] words)
    {
        if (envelope.Properties?[member] is OpenApiSchema target)
            target.Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word))];
    }
}
