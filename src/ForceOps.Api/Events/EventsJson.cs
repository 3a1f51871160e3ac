using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Access;
using ForceOps.Api.Events.Webhooks;
using ForceOps.Api.Http;

namespace ForceOps.Api.Events;

/// <summary>The wire of webhooks and timelines. Events themselves are written by <see cref="EventJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(ListView<TimelineView>))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(ListView<WebhookView>))]
[JsonSerializable(typeof(ListView<DeliveryView>))]
[JsonSerializable(typeof(ReplayRequest))]
internal sealed partial class EventsJson : JsonSerializerContext
{
    internal static IResult Ok<T>(T value, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, (JsonTypeInfo<T>)Relaxed.Json.GetTypeInfo(typeof(T))!, statusCode: status);

    /// <summary>A secret is copied out of the answer by hand: the plus signs of base64 stay what they are.</summary>
    private static class Relaxed
    {
        internal static readonly EventsJson Json = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

/// <summary>How events are written: members in the order of their records, no white space.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(EventEnvelope<AuthorizationData>))]
[JsonSerializable(typeof(EventEnvelope<DenialData>))]
[JsonSerializable(typeof(EventEnvelope<BalanceData>))]
internal sealed partial class EventJson : JsonSerializerContext
{
    /// <summary>Letters of all languages as themselves: the body is UTF-8, and never part of an HTML page.</summary>
    internal static EventJson Context => Relaxed.Json;

    /// <summary>A type of its own, so that it is made after the generated default.</summary>
    private static class Relaxed
    {
        internal static readonly EventJson Json = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
