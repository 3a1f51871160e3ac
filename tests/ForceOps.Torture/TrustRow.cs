namespace ForceOps.Torture;

/// <summary>A line of the table of docs/trust.md: what was done to the service, how often, and what came of it.</summary>
/// <param name="Fault">What was done, in plain words.</param>
/// <param name="Count">How often.</param>
/// <param name="Operations">The operations that clients sent meanwhile.</param>
/// <param name="Lost">Operations that were acknowledged and are not there.</param>
/// <param name="Doubled">Operations that are there more than once.</param>
/// <param name="Undocumented">Answers of 500 and above that no document describes.</param>
/// <param name="Hangs">Requests without an answer in the time that they have.</param>
internal sealed record TrustRow(string Fault, long Count, long Operations, long Lost, long Doubled, long Undocumented, long Hangs)
{
    /// <summary>The heads of the columns, as a line of Markdown and the line below it.</summary>
    internal const string Heads = """
        | fault | how many | operations | lost | doubled | undocumented 5xx | hangs |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        """;

    internal bool IsClean => (Lost, Doubled, Undocumented, Hangs) is (0, 0, 0, 0);

    public override string ToString() =>
        FormattableString.Invariant($"| {Fault} | {Count:N0} | {Operations:N0} | {Lost:N0} | {Doubled:N0} | {Undocumented:N0} | {Hangs:N0} |");
}
