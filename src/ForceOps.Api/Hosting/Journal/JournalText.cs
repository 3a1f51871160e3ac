namespace ForceOps.Api.Hosting.Journal;

/// <summary>Texts that a client sent, on their way into the journal: what could be a card number stays outside.</summary>
internal static class JournalText
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
