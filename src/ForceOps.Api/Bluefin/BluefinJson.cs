using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ForceOps.Api.Bluefin;

/// <summary>The wire of the PayConex routes: camelCase, no unknown member, no member twice; what is empty is left out (BF, projection).</summary>
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

    /// <summary>As it goes into the books: escapes are for browsers and would need six bytes where one does.</summary>
    internal static string Write(StoredPayment facts) => JsonSerializer.Serialize(facts, Plain.Context.StoredPayment);

    internal static StoredPayment Read(string? metadata) => JsonSerializer.Deserialize(metadata ?? "{}", Plain.Context.StoredPayment)!;

    /// <summary>A type of its own, so that it is made after the generated default.</summary>
    private static class Plain
    {
        internal static readonly BluefinJson Context = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            // What a later build wrote must not keep this one from reading.
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        });
    }
}
