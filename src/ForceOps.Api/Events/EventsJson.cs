using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Access;
using ForceOps.Api.Events.Webhooks;
using ForceOps.Api.Http;

namespace ForceOps.Api.Events;

/// <summary>Defines the JSON of webhooks and timelines. <see cref="EventJson"/> writes the events themselves.</summary>
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

    /// <summary>
    /// Holds a context that does not escape the plus signs of Base64, because people copy a secret out of the answer by hand.
    /// </summary>
    private static class Relaxed
    {
        internal static readonly EventsJson Json = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

/// <summary>Writes events, with members in the order of their records and without white space.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(EventEnvelope<AuthorizationData>))]
[JsonSerializable(typeof(EventEnvelope<DenialData>))]
[JsonSerializable(typeof(EventEnvelope<PlatformAuthorizationData>))]
[JsonSerializable(typeof(EventEnvelope<BalanceData>))]
[JsonSerializable(typeof(EventEnvelope<TransactionData>))]
[JsonSerializable(typeof(EventEnvelope<TimelineEventData>))]
[JsonSerializable(typeof(TimelineData))]
[JsonSerializable(typeof(EventEnvelope<StatusChangeData>))]
[JsonSerializable(typeof(EventEnvelope<NetworkData>))]
internal sealed partial class EventJson : JsonSerializerContext
{
    /// <summary>
    /// The context, which writes the letters of all languages without escapes. The body is UTF-8 and never part of an HTML page.
    /// </summary>
    internal static EventJson Context => Relaxed.Json;

    /// <summary>Holds the context in a type of its own, so that the context is created after the generated default context.</summary>
    private static class Relaxed
    {
        internal static readonly EventJson Json = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
