using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Http;

/// <summary>
/// Converts money to and from a JSON number, never through double. Reading refuses a number that decimal would round; writing
/// drops trailing zeros, so that 40.2500 from the column is written as 40.25.
/// </summary>
internal sealed class MoneyConverter : JsonConverter<decimal>
{
    /// <summary>
    /// The longest text of a number, in characters. Decimal keeps 28 digits exactly; an amount that fits is shorter than this,
    /// with sign, point and exponent.
    /// </summary>
    private const int LengthMax = 28;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number || reader.ValueSpan.Length > LengthMax || reader.HasValueSequence)
            throw new JsonException();
        var hasExponent = reader.ValueSpan.ContainsAny((byte)'e', (byte)'E');
        return Utf8Parser.TryParse(reader.ValueSpan, out decimal value, out var used, hasExponent ? 'e' : 'G') && used == reader.ValueSpan.Length
            ? value
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(Plain(value));

    /// <summary>Drops the trailing zeros: decimal does so when it divides by one with the full scale.</summary>
    private static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;
}

/// <summary>
/// Holds a JSON object as it was sent, with its member order, number forms and escapes. Only the white space between tokens is
/// dropped.
/// </summary>
/// <param name="Json">The text of the object.</param>
/// <param name="Depth">The depth of nested objects and arrays; 1 for a flat object.</param>
[JsonConverter(typeof(Converter))]
internal sealed record RawObject(string Json, int Depth)
{
    public static RawObject? Of(string? json) => json is null ? null : new RawObject(json, 0);

    internal sealed class Converter : JsonConverter<RawObject>
    {
        private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

        public override RawObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException();
            using var document = JsonDocument.ParseValue(ref reader);
            return Compact(JsonMarshal.GetRawUtf8Value(document.RootElement));
        }

        public override void Write(Utf8JsonWriter writer, RawObject value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json, skipInputValidation: true);

        private static RawObject Compact(ReadOnlySpan<byte> json)
        {
            var compact = new byte[json.Length];
            var (length, depth, depthMax, names, escapes, inString) = (0, 0, 0, 0, false, false);
            for (var i = 0; i < json.Length; i++)
            {
                var letter = json[i];
                if (inString)
                {
                    compact[length++] = letter;
                    if (letter == '\\')
                    {
                        compact[length++] = json[++i];
                        escapes = true;
                    }
                    inString = letter != '"';
                    continue;
                }
                if (letter is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
                    continue;
                compact[length++] = letter;
                inString = letter == '"';
                names += letter == ':' ? 1 : 0;
                depth += letter is (byte)'{' or (byte)'[' ? 1 : letter is (byte)'}' or (byte)']' ? -1 : 0;
                depthMax = Math.Max(depthMax, depth);
            }
            // JSON does not say which of two equal names counts, so they are refused inside metadata as in the body itself. An
            // escaped name that is not a valid text is refused too.
            if (names > 1 || escapes)
                JsonDocument.Parse(compact.AsMemory(0, length), NoDuplicates).Dispose();
            return new RawObject(Encoding.UTF8.GetString(compact, 0, length), depthMax);
        }
    }
}

/// <summary>
/// Reads and writes dates on the wire. It reads RFC 3339 with a zone, and writes UTC milliseconds with <c>Z</c>, or without it
/// where a dialect wants that.
/// </summary>
internal static class Rfc3339
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    internal static string Write(DateTimeOffset time, bool withZone) =>
        time.UtcDateTime.ToString(withZone ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>
    /// Parses a date to the microsecond. The column keeps microseconds, and a repeat must compare equal to the stored date.
    /// </summary>
    internal static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (!HasZone(text)
            || !DateTimeOffset.TryParseExact(ShortFraction(text.ToUpperInvariant()), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
        {
            return false;
        }
        var utc = read.ToUniversalTime();
        time = new DateTimeOffset(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        return true;
    }

    /// <summary>
    /// Cuts the fraction to seven digits. RFC 3339 sets no limit to a fraction, and Go sends nine digits; the framework reads
    /// seven, of which six are kept.
    /// </summary>
    private static string ShortFraction(string text)
    {
        const int start = 20, kept = 7;
        if (text.Length <= start + kept || text[start - 1] != '.')
            return text;
        var end = text.AsSpan(start).IndexOfAnyExceptInRange('0', '9');
        return end <= kept ? text : text.Remove(start + kept, end - kept);
    }

    /// <summary>
    /// Returns true when the text has a zone. The framework takes a missing zone for local time; RFC 3339 allows no date without
    /// a zone.
    /// </summary>
    private static bool HasZone(string text) => text.Length >= 20 && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-');
}

/// <summary>Gives the documents the member names of the wire: some dialects write snake_case, others camelCase.</summary>
internal sealed class WireNames(params string?[] camelCased) : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver _camel = Of(JsonNamingPolicy.CamelCase);
    private readonly JsonSerializerDataContractResolver _snake = Of(JsonNamingPolicy.SnakeCaseLower);

    public DataContract GetDataContractForType(Type type) =>
        (camelCased.Contains(type.Namespace, StringComparer.Ordinal) ? _camel : _snake).GetDataContractForType(type);

    private static JsonSerializerDataContractResolver Of(JsonNamingPolicy names) =>
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { PropertyNamingPolicy = names });
}
