using System.Xml;

namespace ForceOps.Api.Sandbox;

/// <summary>Durations of ISO 8601, as <c>PT1H30M</c> or <c>-P1D</c>.</summary>
internal static class IsoDuration
{
    /// <summary>Years and months are refused: they have no length of their own, and the framework makes 365 and 30 days of them.</summary>
    internal static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Split('T')[0].AsSpan().ContainsAny('Y', 'M'))
            return false;
        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return false;
        }
    }

    internal static string Write(TimeSpan duration) => XmlConvert.ToString(duration);
}
