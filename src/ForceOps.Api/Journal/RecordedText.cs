using System.Globalization;
using System.Text.Json.Nodes;

namespace ForceOps.Api.Journal;

/// <summary>Texts that a client sent, on their way into the journal: what could be a card number stays outside.</summary>
internal static class RecordedText
{
    /// <summary>The longest id that any dialect lets a client choose and later refer to; what is longer is no id.</summary>
    internal const int IdLengthMax = 128;

    /// <summary>The text; without what may be a card number; null when it is too long to be what it should be.</summary>
    internal static string? Of(string? text, int lengthMax = IdLengthMax)
    {
        if (text is null || text.Length > lengthMax)
            return null;
        // One UUID in fifty has that many digits in a row by chance; none is a card number.
        return !MayHoldCardNumber(text) || Guid.TryParseExact(text, "D", out _) ? text : CardNumbers.Hide(text);
    }

    /// <summary>Thirteen digits or more, with single blanks or hyphens between them: what <see cref="CardNumbers.Hide"/> looks for, without its cost.</summary>
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
/// An id that is kept. UUIDs, which most ids are, are kept as their sixteen bytes: the collector looks at every object that the journal
/// keeps, at each of its pauses, and a text is one object more.
/// </summary>
internal readonly struct RecordedId
{
    private const int UuidLength = 36;

    private readonly Guid _uuid;
    private readonly string? _text;

    private RecordedId(Guid uuid, string? text) => (_uuid, _text) = (uuid, text);

    /// <summary>As it was sent; null when there is none.</summary>
    internal string? Text => _text ?? (_uuid == Guid.Empty ? null : _uuid.ToString());

    internal static RecordedId Of(string? sent) =>
        sent is { Length: UuidLength } && Guid.TryParseExact(sent, "D", out var uuid) && uuid != Guid.Empty && IsWritten(sent, uuid)
            ? new(uuid, null)
            : new(Guid.Empty, RecordedText.Of(sent));

    /// <summary>Capitals would not come back, nor would a sign or the <c>0x</c> that the framework reads over.</summary>
    private static bool IsWritten(string sent, Guid uuid)
    {
        Span<char> written = stackalloc char[UuidLength];
        return uuid.TryFormat(written, out _) && written.SequenceEqual(sent);
    }
}

/// <summary>A short code that is kept, such as a currency: its letters themselves as long as they are few, for the reason of <see cref="RecordedId"/>.</summary>
internal readonly struct RecordedCode
{
    private const int BitsPerLetter = 8;

    private readonly ulong _letters;
    private readonly string? _text;

    private RecordedCode(ulong letters, string? text) => (_letters, _text) = (letters, text);

    /// <summary>As it was sent; null when there is none.</summary>
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

    /// <param name="sent">Kept when it has no more letters than the longest code has.</param>
    /// <param name="lengthMax">Letters of the longest code.</param>
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

/// <summary>An id or an amount that a client sent. A card number in its place is kept as its last four digits only.</summary>
internal readonly struct RecordedNumber
{
    /// <summary>Added to the four digits, so that a hidden number is always negative.</summary>
    private const decimal Hidden = -10_000;

    private const decimal ShortestCardNumber = 1_000_000_000_000;

    /// <summary>0: none. Negative: the last four digits of what looks like a card number, and <see cref="Hidden"/>.</summary>
    private readonly decimal _value;

    private RecordedNumber(decimal value) => _value = value;

    internal bool IsNone => _value == 0;

    /// <summary>Only what is greater than 0: everything else is refused on its face, with the field's name.</summary>
    internal static RecordedNumber Of(decimal? number) => number is not { } value || value <= 0
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
