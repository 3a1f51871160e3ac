using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

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
        return TryParse(reader.ValueSpan, out var value) ? value : throw new JsonException();
    }

    /// <summary>Returns the reason why <see cref="Read"/> refuses the value at which the reader stands; null when it does not.</summary>
    internal static string? Problem(ref Utf8JsonReader reader) => reader.TokenType != JsonTokenType.Number ? "must be a number"
        : reader.ValueSpan.Length > LengthMax ? $"is a number of more than {LengthMax} characters"
        : TryParse(reader.ValueSpan, out _) ? null : "is a number out of range";

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Plain(value));

    private static bool TryParse(ReadOnlySpan<byte> text, out decimal value) =>
        Utf8Parser.TryParse(text, out value, out var used, text.ContainsAny((byte)'e', (byte)'E') ? 'e' : 'G') && used == text.Length;

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
    private const long SecondsPerDay = 86_400;

    internal static string Write(DateTimeOffset time, bool withZone) =>
        time.UtcDateTime.ToString(withZone ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>
    /// Parses a date to the microsecond. The column keeps microseconds, and a repeat must compare equal to the stored date. The
    /// framework's parser is not used: it takes a point without digits, refuses offsets beyond 14 hours and knows no leap second.
    /// </summary>
    internal static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 20 || !(text[4] == '-' && text[7] == '-' && text[10] is 'T' or 't' && text[13] == ':' && text[16] == ':')
            || !TryReadDate(text, out var date) || !TryReadTime(text, out var ofDay, out var isLeap))
        {
            return false;
        }
        var at = 19;
        if (!TryReadFraction(text, ref at, out var fraction) || !TryReadOffset(text.AsSpan(at), out var offset))
            return false;
        var ticks = date.Ticks + ofDay.Ticks - offset.Ticks;
        // A leap second is the last one of a day in UTC. The calendar here has none, so it is taken as the next second.
        if (isLeap && ticks / TimeSpan.TicksPerSecond % SecondsPerDay != SecondsPerDay - 1)
            return false;
        ticks += fraction + (isLeap ? TimeSpan.TicksPerSecond : 0);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            return false;
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryReadDate(string text, out DateTime date)
    {
        var (year, month, day) = (Number(text, 0, 4), Number(text, 5, 2), Number(text, 8, 2));
        var isDate = year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = isDate ? new DateTime(year, month, day) : default;
        return isDate;
    }

    private static bool TryReadTime(string text, out TimeSpan time, out bool isLeap)
    {
        var (hour, minute, second) = (Number(text, 11, 2), Number(text, 14, 2), Number(text, 17, 2));
        isLeap = second == 60;
        time = new TimeSpan(hour, minute, isLeap ? 59 : second);
        return hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and <= 60;
    }

    /// <summary>
    /// Reads the fraction, if there is one, in whole microseconds as ticks. RFC 3339 sets no limit to its digits, and Go sends nine
    /// of them.
    /// </summary>
    private static bool TryReadFraction(string text, ref int at, out long ticks)
    {
        ticks = 0;
        if (text[at] != '.')
            return true;
        var unit = TimeSpan.TicksPerSecond;
        for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            unit /= 10;
            ticks += unit >= TimeSpan.TicksPerMicrosecond ? (text[at] - '0') * unit : 0;
        }
        return unit < TimeSpan.TicksPerSecond;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z" or "z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':')
            return false;
        var (hours, minutes) = (Number(text, 1, 2), Number(text, 4, 2));
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return hours is >= 0 and <= 23 && minutes is >= 0 and <= 59;
    }

    /// <summary>Reads a number of exactly so many digits; -1 when there is anything else.</summary>
    private static int Number(ReadOnlySpan<char> text, int start, int length) =>
        int.TryParse(text.Slice(start, length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
