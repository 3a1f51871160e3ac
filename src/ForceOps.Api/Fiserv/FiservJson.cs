using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Http;

namespace ForceOps.Api.Fiserv;

/// <summary>The wire of the Commerce Hub routes: camelCase; members that the emulator does not know are tolerated, since clients send many.</summary>
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

    /// <summary>As it goes into the books: escapes are for browsers and would need six bytes where one does.</summary>
    internal static string Write(StoredTransaction facts) => JsonSerializer.Serialize(facts, Plain.Context.StoredTransaction);

    internal static StoredTransaction Read(string? metadata) => JsonSerializer.Deserialize(metadata ?? "{}", Plain.Context.StoredTransaction)!;

    /// <summary>A type of its own, so that it is made after the generated default.</summary>
    private static class Plain
    {
        internal static readonly FiservJson Context =
            new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

/// <summary>The pages call flags texts and show booleans (F4): both are read, booleans are written.</summary>
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

/// <summary>Ids in clients' words: what may stand in them, and how long they may be.</summary>
internal static class FiservText
{
    internal const int ClientRequestIdLengthMax = 1024;

    /// <summary>Of merchant and terminal ids (page of the forced post).</summary>
    internal const int MerchantIdLengthMax = 1024;

    /// <summary>Of the merchant's own ids of transactions, orders and invoices.</summary>
    internal const int ReferenceLengthMax = 128;

    /// <summary>Printable ASCII: with that, all ids of a request fit into an authorization's metadata.</summary>
    internal static bool IsId(string? text, int lengthMax) =>
        text is { Length: > 0 } && text.Length <= lengthMax && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
