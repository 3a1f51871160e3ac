using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ForceOps;

/// <summary>
/// Compares JSON texts as values (RFC 8259): the order of an object's members, escapes and the form of a number make no
/// difference, the order of an array does. Numbers are compared exactly, in decimal. Every dialect compares its metadata here,
/// and only when a tracking id comes again.
/// </summary>
public static class JsonValues
{
    /// <summary>The deepest nesting that is read: far more than any gate lets in. A deeper text equals only the same text.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    public static bool AreEqual(string? item, string? other)
    {
        if (string.Equals(item, other, StringComparison.Ordinal))
            return true;
        if (item is null || other is null)
            return false;
        try
        {
            using var first = JsonDocument.Parse(item, Deep);
            using var second = JsonDocument.Parse(other, Deep);
            return AreEqual(first.RootElement, second.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A text with half a surrogate pair has no value: it equals only the same text, which was compared above.
            return false;
        }
    }

    /// <summary>
    /// Compares two values. The framework's own comparison is not used: it throws at an exponent that no 32-bit integer holds, and
    /// one such number in metadata would fail every repeat of its request.
    /// </summary>
    private static bool AreEqual(JsonElement item, JsonElement other) => item.ValueKind == other.ValueKind && item.ValueKind switch
    {
        JsonValueKind.Object => Members(item).SequenceEqual(Members(other), MemberComparer.Instance),
        JsonValueKind.Array => item.GetArrayLength() == other.GetArrayLength()
            && item.EnumerateArray().Zip(other.EnumerateArray()).All(pair => AreEqual(pair.First, pair.Second)),
        JsonValueKind.String => string.Equals(item.GetString(), other.GetString(), StringComparison.Ordinal),
        JsonValueKind.Number => JsonNumber.Of(item.GetRawText()) == JsonNumber.Of(other.GetRawText()),
        _ => true,
    };

    /// <summary>Returns the members in the order of their names. Members of one name, which no gate lets in, keep their order.</summary>
    private static IEnumerable<JsonProperty> Members(JsonElement item) =>
        item.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal);

    private sealed class MemberComparer : IEqualityComparer<JsonProperty>
    {
        internal static readonly MemberComparer Instance = new();

        public bool Equals(JsonProperty x, JsonProperty y) =>
            string.Equals(x.Name, y.Name, StringComparison.Ordinal) && AreEqual(x.Value, y.Value);

        public int GetHashCode(JsonProperty obj) => StringComparer.Ordinal.GetHashCode(obj.Name);
    }
}

/// <summary>Holds a JSON number exactly, in the one form that all spellings of its value have.</summary>
/// <param name="IsNegative">True below zero. Zero has no sign.</param>
/// <param name="Digits">The digits, without zeros at either end; empty for zero.</param>
/// <param name="Exponent">The power of ten that the digits, as an integer, are multiplied by. It has no bound, as in JSON.</param>
internal readonly record struct JsonNumber(bool IsNegative, string Digits, BigInteger Exponent)
{
    internal static JsonNumber Of(string text)
    {
        var isNegative = text[0] == '-';
        var end = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = text.AsSpan(isNegative ? 1 : 0, (end < 0 ? text.Length : end) - (isNegative ? 1 : 0));
        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        var kept = digits.TrimEnd('0');
        if (kept.Length == 0)
            return new JsonNumber(false, "", BigInteger.Zero);
        var exponent = end < 0
            ? BigInteger.Zero
            : BigInteger.Parse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var behindPoint = point < 0 ? 0 : mantissa.Length - point - 1;
        return new JsonNumber(isNegative, kept.TrimStart('0'), exponent - behindPoint + (digits.Length - kept.Length));
    }
}
