namespace ForceOps.Api.Hosting.Journal;

/// <summary>A field that was refused, and the rule that it broke; never its value.</summary>
internal sealed record JournalField(string Field, string Message)
{
    /// <summary>A member's name is the client's text, too.</summary>
    internal static JournalField Of(string? field, string message) => new(CardNumbers.Hide(field) ?? "", CardNumbers.Hide(message)!);
}
