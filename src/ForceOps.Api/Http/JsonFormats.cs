using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Http;

/// <summary>
/// Money as a JSON number, never through double. Reading refuses what decimal would round; writing drops trailing zeros, so that
/// 40.2500 from the column reads 40.25.
/// </summary>
internal sealed class MoneyConverter : JsonConverter<decimal>
{
    /// <summary>Decimal keeps 28 digits exactly; with sign, point and exponent a sum that fits is shorter than this.</summary>
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

    /// <summary>Dividing by one with the full scale makes decimal drop the trailing zeros.</summary>
    private static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;
}

/// <summary>A JSON object kept as it was sent, member order, number forms and escapes too; only white space between tokens is dropped.</summary>
/// <param name="Json">UTF-8 text of the object.</param>
/// <param name="Depth">Nested objects and arrays, 1 for a flat object.</param>
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
            // Which of two equal names counts is anybody's guess: refused inside metadata as in the body itself. So is an escaped name that is no text.
            if (names > 1 || escapes)
                JsonDocument.Parse(compact.AsMemory(0, length), NoDuplicates).Dispose();
            return new RawObject(Encoding.UTF8.GetString(compact, 0, length), depthMax);
        }
    }
}

/// <summary>Dates on the wire: RFC 3339 in, with a zone; UTC milliseconds with <c>Z</c> out.</summary>
internal static class Rfc3339
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    internal static string Write(DateTimeOffset time, bool withZone) =>
        time.UtcDateTime.ToString(withZone ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Reads to the microsecond, which is what the column keeps: a repeat must compare equal to what was stored.</summary>
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

    /// <summary>RFC 3339 sets no limit to a fraction, and Go sends nine digits; the framework reads seven, of which six are kept.</summary>
    private static string ShortFraction(string text)
    {
        const int start = 20, kept = 7;
        if (text.Length <= start + kept || text[start - 1] != '.')
            return text;
        var end = text.AsSpan(start).IndexOfAnyExceptInRange('0', '9');
        return end <= kept ? text : text.Remove(start + kept, end - kept);
    }

    /// <summary>The framework takes a missing zone for local time; RFC 3339 does not know one without.</summary>
    private static bool HasZone(string text) => text.Length >= 20 && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-');
}

/// <summary>The names of the wire in the documents: some dialects write snake_case, others camelCase.</summary>
internal sealed class WireNames(params string?[] camelCased) : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver _camel = Of(JsonNamingPolicy.CamelCase);
    private readonly JsonSerializerDataContractResolver _snake = Of(JsonNamingPolicy.SnakeCaseLower);

    public DataContract GetDataContractForType(Type type) =>
        (camelCased.Contains(type.Namespace, StringComparer.Ordinal) ? _camel : _snake).GetDataContractForType(type);

    private static JsonSerializerDataContractResolver Of(JsonNamingPolicy names) =>
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { PropertyNamingPolicy = names });
}
