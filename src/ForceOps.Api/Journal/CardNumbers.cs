using System.Text.RegularExpressions;

namespace ForceOps.Api.Journal;

/// <summary>Recognizes card numbers among other digits, and removes them from texts that are stored.</summary>
internal static partial class CardNumbers
{
    internal const int LengthMin = 12;
    internal const int LengthMax = 19;

    /// <summary>Returns true for digits only, in a card number's length, with the check digit of ISO/IEC 7812 (Luhn).</summary>
    internal static bool IsValid(ReadOnlySpan<char> digits)
    {
        if (digits.Length is < LengthMin or > LengthMax || digits.ContainsAnyExceptInRange('0', '9'))
            return false;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }
        return sum % 10 == 0;
    }

    /// <summary>
    /// Hides the card numbers in a free text, because people write them anywhere. It hides every run of thirteen digits or more,
    /// with or without a valid check digit, since two card numbers side by side would make each other's check digit invalid.
    /// </summary>
    internal static string? Hide(string? text) =>
        text is null ? null : MayBeNumber().Replace(text, match => "****" + string.Concat(match.Value.Where(char.IsAsciiDigit))[^4..]);

    [GeneratedRegex("[0-9](?:[ -]?[0-9]){12,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MayBeNumber();
}
