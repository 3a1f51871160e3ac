using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ForceOps.Api.Hosting;

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
