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
        sent is { Length: UuidLength } && Guid.TryParseExact(sent, "D", out var uuid) && uuid != Guid.Empty && IsWritten(sent, uuid)
            ? new(uuid, null)
            : new(Guid.Empty, JournalText.Of(sent));

    /// <summary>Capitals would not come back, nor would a sign or the <c>0x</c> that the framework reads over.</summary>
    private static bool IsWritten(string sent, Guid uuid)
    {
        Span<char> written = stackalloc char[UuidLength];
        return uuid.TryFormat(written, out _) && written.SequenceEqual(sent);
    }
}
