using System.Globalization;
using System.Text.RegularExpressions;

namespace ForceOps.Api.Bluefin;

/// <summary>Sums on the wire: texts, <c>5</c> as well as <c>5.00</c> in, always two decimals out.</summary>
internal static partial class BluefinSum
{
    internal static bool TryParse(string? text, out decimal sum)
    {
        sum = 0;
        return text is not null && Form().IsMatch(text) && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out sum);
    }

    internal static string Write(decimal sum) => sum.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Left out of an answer when it is nothing (projection).</summary>
    internal static string? WriteUnlessZero(decimal sum) => sum == 0 ? null : Write(sum);

    [GeneratedRegex(@"^[0-9]{1,13}(\.[0-9]{1,2})?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
