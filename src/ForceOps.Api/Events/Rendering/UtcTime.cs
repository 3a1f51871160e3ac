using System.Globalization;

namespace ForceOps.Api.Events.Rendering;

/// <summary>RFC 3339 in UTC with milliseconds, the form of every time in an event.</summary>
internal static class UtcTime
{
    internal static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
