namespace ForceOps.Api.Hosting.Journal;

/// <summary>A short code that is kept, such as a currency: its letters themselves as long as they are few, for the reason of <see cref="JournalId"/>.</summary>
internal readonly struct JournalCode
{
    private const int BitsPerLetter = 8;

    private readonly ulong _letters;
    private readonly string? _text;

    private JournalCode(ulong letters, string? text) => (_letters, _text) = (letters, text);

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
    internal static JournalCode Of(string? sent, int lengthMax)
    {
        var text = JournalText.Of(sent, lengthMax);
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
