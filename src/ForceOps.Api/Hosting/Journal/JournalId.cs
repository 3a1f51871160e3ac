namespace ForceOps.Api.Hosting.Journal;

/// <summary>
/// An id that is kept. UUIDs, which most ids are, are kept as their sixteen bytes: the collector looks at every object that the journal
/// keeps, at each of its pauses, and a text is one object more.
/// </summary>
internal readonly struct JournalId
{
    private const int UuidLength = 36;

    private readonly Guid _uuid;
    private readonly string? _text;

    private JournalId(Guid uuid, string? text) => (_uuid, _text) = (uuid, text);

    /// <summary>As it was sent; null when there is none.</summary>
    internal string? Text => _text ?? (_uuid == Guid.Empty ? null : _uuid.ToString());

    internal static JournalId Of(string? sent) =>
        sent is { Length: UuidLength } && Guid.TryParseExact(sent, "D", out var uuid) && uuid != Guid.Empty && !HasCapitals(sent)
            ? new(uuid, null)
            : new(Guid.Empty, JournalText.Of(sent));

    /// <summary>They would not come back.</summary>
    private static bool HasCapitals(string uuid)
    {
        foreach (var letter in uuid)
        {
            if (char.IsAsciiLetterUpper(letter))
                return true;
        }
        return false;
    }
}
