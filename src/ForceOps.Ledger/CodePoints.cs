namespace ForceOps;

/// <summary>
/// Counts the characters of a text as people and PostgreSQL count them: in code points. A text of .NET counts an emoji twice.
/// </summary>
public static class CodePoints
{
    public static int Count(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\ud800', '\udfff'))
            return text.Length;
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
