namespace ForceOps;

/// <summary>
/// A tenant: <c>TN-</c> and a UUID, exactly 39 characters. Equality by the UUID's value, so the case of its hex digits does not matter.
/// The default value is the all-zero UUID, which no seed uses.
/// </summary>
public readonly record struct OrgId(Guid Value)
{
    private const string Prefix = "TN-";

    /// <summary>The org of a request without <c>x-tenant</c> in open mode.</summary>
    public static OrgId Default { get; } = Parse("TN-00000000-0000-0000-0000-000000000001");

    public static bool TryParse(ReadOnlySpan<char> text, out OrgId org)
    {
        org = default;
        // Guid lets signs and 0x pass inside its groups, which no UUID has.
        if (text.Length != 39 || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[3..].ContainsAny('+', 'x', 'X')
            || !Guid.TryParseExact(text[3..], "D", out var value))
        {
            return false;
        }
        org = new OrgId(value);
        return true;
    }

    /// <exception cref="FormatException">The text is no org id.</exception>
    public static OrgId Parse(string text) =>
        TryParse(text, out var org) ? org : throw new FormatException($"'{text}' is not an org id");

    public override string ToString() => Prefix + Value.ToString("D");
}
