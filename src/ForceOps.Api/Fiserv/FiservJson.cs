using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Http;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// Defines the JSON of the Commerce Hub routes. Names are in camelCase. Unknown members are ignored, since clients send many
/// members that the emulator does not know.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(ForcedPostRequest))]
[JsonSerializable(typeof(ReversalRequest))]
[JsonSerializable(typeof(InquiryRequest))]
[JsonSerializable(typeof(TransactionResponse))]
[JsonSerializable(typeof(IReadOnlyList<TransactionResponse>))]
[JsonSerializable(typeof(FiservErrorResponse))]
[JsonSerializable(typeof(StoredTransaction))]
internal sealed partial class FiservJson : JsonSerializerContext
{
    internal static JsonTypeInfo<T> BodyType<T>() => (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!;

    /// <summary>
    /// Writes the metadata that is stored with an authorization, without escapes. Escapes protect browsers only, and they would
    /// take six bytes where one byte is enough.
    /// </summary>
    internal static string Write(StoredTransaction facts) => JsonSerializer.Serialize(facts, Plain.Context.StoredTransaction);

    internal static StoredTransaction Read(string? metadata) =>
        JsonSerializer.Deserialize(metadata ?? "{}", Plain.Context.StoredTransaction)!;

    /// <summary>Returns true when two requests said the same, apart from the security code, whatever they were answered.</summary>
    internal static bool AreSame(string first, string second) => JsonValues.AreEqual(Comparable(first), Comparable(second));

    private static string Comparable(string metadata) => Write(Read(metadata).AsCompared());

    /// <summary>Holds the context in a type of its own, so that the context is created after the generated default context.</summary>
    private static class Plain
    {
        internal static readonly FiservJson Context =
            new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

/// <summary>
/// Reads flags as texts and as booleans, and writes booleans. The vendor's pages describe flags as texts and show booleans (F4).
/// </summary>
internal sealed class FlagConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String when reader.ValueTextEquals("true") => true,
        JsonTokenType.String when reader.ValueTextEquals("false") => false,
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } flag)
            writer.WriteBooleanValue(flag);
        else
            writer.WriteNullValue();
    }
}

/// <summary>Defines the characters and the lengths that ids from clients may have.</summary>
internal static class FiservText
{
    internal const int ClientRequestIdLengthMax = 1024;

    /// <summary>The longest merchant or terminal id, in characters (page of the forced post).</summary>
    internal const int MerchantIdLengthMax = 1024;

    /// <summary>The longest id that a merchant gives to a transaction, an order or an invoice, in characters.</summary>
    internal const int ReferenceLengthMax = 128;

    /// <summary>
    /// Returns true when the text has 1 to <paramref name="lengthMax"/> characters of printable ASCII. This limit lets all ids of
    /// a request fit into an authorization's metadata.
    /// </summary>
    internal static bool IsId(string? text, int lengthMax) =>
        text is { Length: > 0 } && text.Length <= lengthMax && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
