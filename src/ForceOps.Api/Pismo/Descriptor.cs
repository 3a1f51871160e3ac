using System.Text;

namespace ForceOps.Api.Pismo;

/// <summary>
/// The platform keeps letters and numbers of a descriptor and removes everything else without a word (post-payments-v1-force).
/// Decision: spaces are kept too, since Pismo's own samples contain them, and trimmed at both ends.
/// </summary>
internal static class Descriptor
{
    internal static string? Clean(string? text)
    {
        if (text is null)
            return null;
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value == ' ')
                kept.Append(rune.ToString());
        }
        var clean = kept.ToString().Trim(' ');
        return clean.Length == 0 ? null : clean;
    }
}
