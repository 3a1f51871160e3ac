using System.Globalization;

namespace ForceOps.Api.Faults;

/// <summary>
/// <c>x-forceops-fault</c> of a request: what goes wrong with this one alone. Items with commas between them: <c>status=503</c>,
/// <c>latency=200ms</c> or <c>latency=100ms-2s</c>, <c>delay=2s</c>, <c>drop</c>, <c>commit-and-drop</c>, <c>acquirer=declined</c>.
/// </summary>
internal static class FaultHeader
{
    internal const string Name = "x-forceops-fault";

    private const string Effect = "effect.";

    /// <summary>What a rule's body would hear, in the words of the header: the item's name stands before the message.</summary>
    internal static FaultFinding? ItemOf(FaultFinding? ofRule) =>
        ofRule is null ? null : new(Name, $"{ofRule.Field.Replace(Effect, "", StringComparison.Ordinal)} {ofRule.Message}");

    internal static (FaultEffect? Effect, FaultFinding? Wrong) Read(string text)
    {
        var effect = new FaultEffect();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = item.Split('=', 2, StringSplitOptions.TrimEntries);
            var (word, value) = (parts[0], parts.Length == 2 ? parts[1] : null);
            var next = (word, value) switch
            {
                ("status", { } sent) when int.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var status) => effect with { Status = status },
                ("latency", { } sent) when DurationRange.TryParse(sent, out var latency) => effect with { Latency = latency },
                ("delay", { } sent) when DurationRange.TryParse(sent, out var delay) && delay.IsFixed => effect with { Delay = delay.Min },
                ("acquirer", { } sent) when FaultWords.Acquirer(sent) is { } acquirer => effect with { Acquirer = acquirer },
                ("drop", null) => effect with { Drop = FaultDrop.BeforeCommit },
                ("commit-and-drop", null) => effect with { Drop = FaultDrop.AfterCommit },
                _ => null,
            };
            if (next is null || !seen.Add(word is "commit-and-drop" ? "drop" : word))
                return (null, new(Name, "must hold status=503, latency=200ms, delay=2s, drop, commit-and-drop or acquirer=declined, each once, with commas between them"));
            effect = next;
        }
        return (effect, null);
    }
}
