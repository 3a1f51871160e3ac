using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ForceOps.Api.Bluefin;

/// <summary>
/// Reads and writes the JSON of the PayConex routes: names in camelCase, no unknown member, no member twice; empty members are
/// left out (BF, projection).
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ForceRequest))]
[JsonSerializable(typeof(InitRequest))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(PaymentResponse))]
[JsonSerializable(typeof(StoredPayment))]
[JsonSerializable(typeof(ViolationResponse))]
internal sealed partial class BluefinJson : JsonSerializerContext
{
    internal static JsonTypeInfo<T> BodyType<T>() => (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!;

    /// <summary>
    /// Serializes a payment for the ledger without escapes: escapes are meant for browsers and would take six bytes where one
    /// byte is enough.
    /// </summary>
    internal static string Write(StoredPayment facts) => JsonSerializer.Serialize(facts, Plain.Context.StoredPayment);

    internal static StoredPayment Read(string? metadata) => JsonSerializer.Deserialize(metadata ?? "{}", Plain.Context.StoredPayment)!;

    /// <summary>
    /// Holds the context for stored payments in a separate type, so that the context is created after the generated default.
    /// </summary>
    private static class Plain
    {
        internal static readonly BluefinJson Context = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            // Unknown members are skipped, so that this build can read a payment that a later build has stored.
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        });
    }
}
