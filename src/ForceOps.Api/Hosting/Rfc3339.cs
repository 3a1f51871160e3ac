using System.Globalization;

namespace ForceOps.Api.Hosting;

/// <summary>Dates on the wire: RFC 3339 in, with a zone; UTC milliseconds with <c>Z</c> out.</summary>
internal static class Rfc3339
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    internal static string Write(DateTimeOffset time, bool withZone) =>
        time.UtcDateTime.ToString(withZone ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Reads to the microsecond, which is what the column keeps: a repeat must compare equal to what was stored.</summary>
    internal static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (!HasZone(text)
            || !DateTimeOffset.TryParseExact(ShortFraction(text.ToUpperInvariant()), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
        {
            return false;
        }
        var utc = read.ToUniversalTime();
        time = new DateTimeOffset(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        return true;
    }

    /// <summary>RFC 3339 sets no limit to a fraction, and Go sends nine digits; the framework reads seven, of which six are kept.</summary>
    private static string ShortFraction(string text)
    {
        const int start = 20, kept = 7;
        if (text.Length <= start + kept || text[start - 1] != '.')
            return text;
        var end = text.AsSpan(start).IndexOfAnyExceptInRange('0', '9');
        return end <= kept ? text : text.Remove(start + kept, end - kept);
    }

    /// <summary>The framework takes a missing zone for local time; RFC 3339 does not know one without.</summary>
    private static bool HasZone(string text) => text.Length >= 20 && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-');
}
