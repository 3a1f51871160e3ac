using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Fiserv;

/// <summary>The wire of the Commerce Hub routes: camelCase; members that the emulator does not know are tolerated, since clients send many.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(ForcedPostBody))]
[JsonSerializable(typeof(ReversalBody))]
[JsonSerializable(typeof(InquiryBody))]
[JsonSerializable(typeof(TransactionAnswer))]
[JsonSerializable(typeof(IReadOnlyList<TransactionAnswer>))]
[JsonSerializable(typeof(FiservErrorBody))]
[JsonSerializable(typeof(TransactionFacts))]
internal sealed partial class FiservJson : JsonSerializerContext
{
    internal static JsonTypeInfo<T> BodyType<T>() => (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!;

    /// <summary>As it goes into the books: escapes are for browsers and would need six bytes where one does.</summary>
    internal static string Write(TransactionFacts facts) => JsonSerializer.Serialize(facts, Plain.Context.TransactionFacts);

    internal static TransactionFacts Read(string? metadata) => JsonSerializer.Deserialize(metadata ?? "{}", Plain.Context.TransactionFacts)!;

    /// <summary>A type of its own, so that it is made after the generated default.</summary>
    private static class Plain
    {
        internal static readonly FiservJson Context =
            new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
