namespace ForceOps.Api.Hosting.Journal;

/// <summary>A field that was refused, and the rule that it broke; never its value.</summary>
internal sealed record JournalField(string Field, string Message)
{
    /// <summary>No member that a dialect knows has so long a path.</summary>
    private const int FieldLengthMax = 128;

    /// <summary>The longest of our own sentences; a message may have the member's name in it.</summary>
    private const int MessageLengthMax = 200;

    /// <summary>A member's name is the client's text, too, as long as the body lets it be.</summary>
    internal static JournalField Of(string? field, string message) => new(Clean(field ?? "", FieldLengthMax), Clean(message, MessageLengthMax));

    /// <summary>Cut first, so that nobody pays for the rest; digits at the cut may be the beginning of a card number.</summary>
    private static string Clean(string text, int lengthMax) =>
        CardNumbers.Hide(text.Length <= lengthMax ? text : text[..lengthMax].TrimEnd("0123456789 -".ToCharArray()))!;
}
