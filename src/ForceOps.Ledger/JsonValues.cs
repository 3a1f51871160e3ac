using System.Text.Json;

namespace ForceOps;

/// <summary>
/// Compares JSON texts as values (RFC 8259): the order of an object's members, escapes and the form of a number make no
/// difference, the order of an array does. Numbers are compared exactly, in decimal. Every dialect compares its metadata here,
/// and only when a tracking id comes again.
/// </summary>
public static class JsonValues
{
    public static bool AreEqual(string? item, string? other)
    {
        if (string.Equals(item, other, StringComparison.Ordinal))
            return true;
        if (item is null || other is null)
            return false;
        try
        {
            using var first = JsonDocument.Parse(item);
            using var second = JsonDocument.Parse(other);
            return JsonElement.DeepEquals(first.RootElement, second.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A text with half a surrogate pair has no value: it equals only the same text, which was compared above.
            return false;
        }
    }
}
