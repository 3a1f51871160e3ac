using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ForceOps.Api.Faults;

/// <summary>A time, or any time between two: <c>200ms</c>, <c>2s</c>, <c>100ms-1s</c>; the units are ms, s, m and h.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct DurationRange(TimeSpan Min, TimeSpan Max)
{
    internal static bool TryParse(string text, out DurationRange range)
    {
        range = default;
        if (Pattern().Match(text) is not { Success: true } match)
            return false;
        var min = Of(match.Groups["number"].Value, match.Groups["unit"].Value);
        var max = match.Groups["top"].Success ? Of(match.Groups["top"].Value, match.Groups["topunit"].Value) : min;
        range = new DurationRange(min, max);
        return min <= max;
    }

    internal bool IsFixed => Min == Max;

    /// <param name="part">From 0 to 1.</param>
    internal TimeSpan At(double part) => Min + ((Max - Min) * part);

    private static TimeSpan Of(string number, string unit) => long.Parse(number, CultureInfo.InvariantCulture) * (unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromHours(1),
    });

    // Six digits: a million hours still fit into a TimeSpan.
    [GeneratedRegex(
        @"^(?<number>[0-9]{1,6})(?<unit>ms|s|m|h)(-(?<top>[0-9]{1,6})(?<topunit>ms|s|m|h))?\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
