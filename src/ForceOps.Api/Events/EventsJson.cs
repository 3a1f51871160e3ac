using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Events.Timeline;
using ForceOps.Api.Events.Webhooks;
using ForceOps.Api.Hosting;
using ForceOps.Api.Sandbox;

namespace ForceOps.Api.Events;

/// <summary>The wire of webhooks and timelines. Events themselves are written by <see cref="Rendering.EventJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(ListView<TimelineView>))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(ListView<WebhookView>))]
[JsonSerializable(typeof(ListView<DeliveryView>))]
[JsonSerializable(typeof(ReplayBody))]
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
