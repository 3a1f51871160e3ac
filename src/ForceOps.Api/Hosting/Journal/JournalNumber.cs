using System.Globalization;
using System.Text.Json.Nodes;

namespace ForceOps.Api.Hosting.Journal;

/// <summary>An id or an amount that a client sent. A card number in its place is kept as its last four digits only.</summary>
internal readonly struct JournalNumber
{
    /// <summary>Added to the four digits, so that a hidden number is always negative.</summary>
    private const decimal Hidden = -10_000;

    private const decimal ShortestCardNumber = 1_000_000_000_000;

    /// <summary>0: none. Negative: the last four digits of what looks like a card number, and <see cref="Hidden"/>.</summary>
    private readonly decimal _value;

    private JournalNumber(decimal value) => _value = value;

    internal bool IsNone => _value == 0;

    /// <summary>Only what is greater than 0: everything else is refused on its face, with the field's name.</summary>
    internal static JournalNumber Of(decimal? number) => number is not { } value || value <= 0
        ? default
        : IsLong(value) && IsCardNumber(value) ? new((decimal.Truncate(value) % Hidden) + Hidden) : new(value);

    /// <summary>Whether it has a card number's length.</summary>
    internal static bool IsLong(decimal number) => number >= ShortestCardNumber;

    internal JsonNode ToJson() => _value < 0
        ? JsonValue.Create("****" + ((int)(_value - Hidden)).ToString("D4", CultureInfo.InvariantCulture))
        : JsonValue.Create(_value / 1.0000000000000000000000000000m);

    /// <summary>With the check digit, and a first digit that payment cards have: 0 and 1 are not theirs, but merchants' ids begin so.</summary>
    private static bool IsCardNumber(decimal value)
    {
        Span<char> digits = stackalloc char[32];
        return decimal.Truncate(value).TryFormat(digits, out var length, "F0", CultureInfo.InvariantCulture)
            && digits[0] is not ('0' or '1') && CardNumbers.IsValid(digits[..length]);
    }
}
