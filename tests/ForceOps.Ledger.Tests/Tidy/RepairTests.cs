using System.Text.RegularExpressions;
using ForceOps.Findings;

namespace ForceOps.Tests.Tidy;

/// <summary>Whoever gets a finding is told what it costs, and how to repair it in his own language.</summary>
public sealed partial class RepairTests
{
    private const string Document = "docs/attack.md";

    private const string Chapter = "## What each finding means, and how to repair it";

    /// <summary>More is a program and no repair; nobody reads it beside four others.</summary>
    private const int LinesMax = 14;

    private static readonly string[] Languages = ["csharp", "java", "javascript", "go", "python"];

    [Fact]
    public void Every_rule_has_a_section_in_the_order_of_the_rule_book() =>
        Assert.Equal(RuleBook.Rules.Select(rule => rule.Name), Sections().Select(section => section.Name));

    [Fact]
    public void Every_section_says_what_is_lost_and_repairs_it_in_each_language() => Repository.AssertNone(
        from section in Sections()
        let languages = Fence().Matches(section.Text).Select(fence => fence.Groups["language"].Value).ToList()
        where !languages.SequenceEqual(Languages, StringComparer.Ordinal) || !Sum().IsMatch(section.Text.Split("```")[0])
        select $"{section.Name}: {string.Join(", ", languages)}",
        $"Each section of {Document} says with a sum what is lost, or that it costs no money, and has one block of {string.Join(", ", Languages)} each:");

    [Fact]
    public void No_repair_is_long() => Repository.AssertNone(
        from section in Sections()
        from fence in Fence().Matches(section.Text)
        let lines = fence.Groups["code"].Value.Count(letter => letter == '\n')
        where lines is 0 or > LinesMax
        select $"{section.Name} in {fence.Groups["language"].Value}: {lines} lines",
        $"A repair in {Document} has 1 to {LinesMax} lines. Leave to another section what belongs there:");

    private static List<(string Name, string Text)> Sections()
    {
        var text = Repository.Read(Document).ReplaceLineEndings("\n");
        var begin = text.IndexOf($"{Chapter}\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"{Document} has no chapter of this name: {Chapter}");
        var end = text.IndexOf("\n## ", begin + Chapter.Length, StringComparison.Ordinal);
        return [.. (end < 0 ? text[begin..] : text[begin..end]).Split("\n### ").Skip(1)
            .Select(section => section.Split('\n', 2)).Select(parts => (parts[0], parts[1]))];
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>(.*\n)*?)```$", RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    // A sum of money, or the word that there is none.
    [GeneratedRegex(@"\b\d+\.\d\d\b|\bno money\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sum();
}
