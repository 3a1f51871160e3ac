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
        // A descriptor that was validated is never longer.
        var room = text.Length <= FieldRules.DescriptorLengthMax ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value == ' ')
                length += rune.EncodeToUtf16(room[length..]);
        }
        var clean = room[..length].Trim(' ');
        return clean.IsEmpty ? null : clean.Length == text.Length ? text : clean.ToString();
    }
}
