using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Events.Rendering;

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
