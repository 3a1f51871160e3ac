using System.Globalization;
using System.Text.Json.Nodes;

namespace ForceOps.Api.Journal;

/// <summary>Cleans texts that a client sent before the journal keeps them: a text that may be a card number is hidden.</summary>
internal static class RecordedText
{
    /// <summary>
    /// The longest id, in characters, that any dialect lets a client choose and later refer to. A longer text is not an id.
    /// </summary>
    internal const int IdLengthMax = 128;

    /// <summary>The character that stands for hidden digits.</summary>
    internal const char Mask = '*';

    /// <summary>Returns the text with possible card numbers hidden; null when the text is too long for its field.</summary>
    internal static string? Of(string? text, int lengthMax = IdLengthMax)
    {
        if (text is null || text.Length > lengthMax)
            return null;
        // One UUID in fifty has that many digits in a row by chance; no UUID is a card number.
        return !MayHoldCardNumber(text) || Guid.TryParseExact(text, "D", out _) ? text : CardNumbers.Hide(text);
    }

    /// <summary>
    /// Returns true for a text with thirteen digits or more, separated by at most single blanks or hyphens.
    /// <see cref="CardNumbers.Hide"/> looks for the same digits; this search costs less.
    /// </summary>
    internal static bool MayHoldCardNumber(ReadOnlySpan<char> text)
    {
        var (digits, gap) = (0, false);
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter))
            {
                if (++digits == 13)
                    return true;
                gap = false;
            }
            else if (letter is ' ' or '-' && !gap)
            {
                gap = true;
            }
            else
            {
                (digits, gap) = (0, false);
            }
        }
        return false;
    }
}

/// <summary>
/// Holds an id. Most ids are UUIDs; a UUID is kept as its sixteen bytes, because the garbage collector visits every object that
/// the journal keeps in each of its pauses, and a text would be one object more.
/// </summary>
internal readonly struct RecordedId
{
    private const int UuidLength = 36;

    private readonly Guid _uuid;
    private readonly string? _text;

    private RecordedId(Guid uuid, string? text) => (_uuid, _text) = (uuid, text);

    internal bool IsNone => _text is null && _uuid == Guid.Empty;

    /// <summary>The id as it was sent; null when there is none.</summary>
    internal string? Text => _text ?? (_uuid == Guid.Empty ? null : _uuid.ToString());

    internal static RecordedId Of(string? sent) =>
        sent is { Length: UuidLength } && Guid.TryParseExact(sent, "D", out var uuid) && uuid != Guid.Empty && IsWritten(sent, uuid)
            ? new(uuid, null)
            : new(Guid.Empty, RecordedText.Of(sent));

    /// <summary>
    /// Returns true when the UUID is written exactly as it was sent. Capital letters would be lost, and so would a sign or the
    /// <c>0x</c>, which the framework's parser accepts.
    /// </summary>
    private static bool IsWritten(string sent, Guid uuid)
    {
        Span<char> written = stackalloc char[UuidLength];
        return uuid.TryFormat(written, out _) && written.SequenceEqual(sent);
    }
}

/// <summary>
/// Holds a short code, such as a currency. A code of at most eight letters is kept as the letters themselves, for the reason
/// given at <see cref="RecordedId"/>.
/// </summary>
internal readonly struct RecordedCode
{
    private const int BitsPerLetter = 8;

    private readonly ulong _letters;
    private readonly string? _text;

    private RecordedCode(ulong letters, string? text) => (_letters, _text) = (letters, text);

    /// <summary>The code as it was sent; null when there is none.</summary>
    internal string? Text
    {
        get
        {
            if (_letters == 0)
                return _text;
            Span<char> text = stackalloc char[sizeof(ulong)];
            var length = 0;
            for (var rest = _letters; rest != 0; rest >>= BitsPerLetter)
                text[length++] = (char)(rest & byte.MaxValue);
            return text[..length].ToString();
        }
    }

    /// <param name="sent">The code as it was sent; a longer text than <paramref name="lengthMax"/> is not kept.</param>
    /// <param name="lengthMax">The length of the longest code of this kind, in characters.</param>
    internal static RecordedCode Of(string? sent, int lengthMax)
    {
        var text = RecordedText.Of(sent, lengthMax);
        if (text is null or { Length: > sizeof(ulong) })
            return new(0, text);
        var letters = 0UL;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < '!' or > '~')
                return new(0, text);
            letters |= (ulong)text[i] << (i * BitsPerLetter);
        }
        return letters == 0 ? new(0, text) : new(letters, null);
    }
}

/// <summary>
/// Holds an id or an amount that a client sent. A number that looks like a card number is kept as its last four digits only.
/// </summary>
internal readonly struct RecordedNumber
{
    /// <summary>The number that is added to the last four digits, so that a hidden number is always negative.</summary>
    private const decimal Hidden = -10_000;

    private const decimal ShortestCardNumber = 1_000_000_000_000;

    /// <summary>
    /// The number; 0 when there is none. A negative value is the last four digits of what looks like a card number, plus
    /// <see cref="Hidden"/>.
    /// </summary>
    private readonly decimal _value;

    private RecordedNumber(decimal value) => _value = value;

    internal bool IsNone => _value == 0;

    /// <summary>The number; null when there is none, and when a part of it is hidden.</summary>
    internal decimal? Whole => _value > 0 ? _value : null;

    /// <summary>
    /// A number to compare with others; null when there is none. Hidden numbers have negative ones, which differ when their last four
    /// digits do.
    /// </summary>
    internal decimal? Comparable => IsNone ? null : _value;

    /// <summary>
    /// Records a number that is greater than 0, and nothing for any other number. A dialect's field checks refuse every other number,
    /// and the answer names the field.
    /// </summary>
    internal static RecordedNumber Of(decimal? number) => number is not { } value || value <= 0
        ? default
        : IsLong(value) && IsCardNumber(value) ? new((decimal.Truncate(value) % Hidden) + Hidden) : new(value);

    /// <summary>Returns true when the number is as long as a card number.</summary>
    internal static bool IsLong(decimal number) => number >= ShortestCardNumber;

    internal JsonNode ToJson() => _value < 0
        ? JsonValue.Create("****" + ((int)(_value - Hidden)).ToString("D4", CultureInfo.InvariantCulture))
        : JsonValue.Create(_value / 1.0000000000000000000000000000m);

    /// <summary>
    /// Returns true for a number with a valid check digit and a first digit that payment cards have. Card numbers do not begin
    /// with 0 or 1, but merchants' ids do.
    /// </summary>
    private static bool IsCardNumber(decimal value)
    {
        Span<char> digits = stackalloc char[32];
        return decimal.Truncate(value).TryFormat(digits, out var length, "F0", CultureInfo.InvariantCulture)
            && digits[0] is not ('0' or '1') && CardNumbers.IsValid(digits[..length]);
    }
}
