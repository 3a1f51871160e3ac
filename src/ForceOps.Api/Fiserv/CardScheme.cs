namespace ForceOps.Api.Fiserv;

/// <summary>The brand of a card number, by the ranges that the networks publish.</summary>
internal static class CardScheme
{
    /// <summary>Null when no brand has the number.</summary>
    internal static string? Of(string number)
    {
        if (number.Length < 12)
            return null;
        var (two, three, four) = (int.Parse(number[..2]), int.Parse(number[..3]), int.Parse(number[..4]));
        return number[0] == '4' ? "VISA"
            : two is >= 51 and <= 55 || four is >= 2221 and <= 2720 ? "MASTERCARD"
            : two is 34 or 37 ? "AMEX"
            : four == 6011 || two == 65 || three is >= 644 and <= 649 ? "DISCOVER"
            : four is >= 3528 and <= 3589 ? "JCB"
            : two is 36 or 38 or 39 || three is >= 300 and <= 305 ? "DINERS"
            : null;
    }
}
