using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ForceOps.Api.Hosting;

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
