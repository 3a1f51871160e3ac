using System.Text.RegularExpressions;
using ForceOps.Findings;
using ForceOps.Tests.Tidy;

namespace ForceOps.Tests.Findings;

/// <summary>What is said of the rules, in the code and in the documentation.</summary>
public sealed partial class RuleBookTests
{
    private const string Document = "docs/findings.md";

    [Fact]
    public void Every_rule_has_a_name_of_its_own_and_whole_sentences()
    {
        Assert.Equal(RuleBook.Rules.Count, RuleBook.Rules.Select(rule => rule.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(RuleBook.Rules, rule =>
        {
            Assert.Matches(Name(), rule.Name);
            Assert.DoesNotMatch(Sentence(), rule.Title);
            Assert.Matches(Sentence(), rule.Why);
            Assert.Matches(Sentence(), rule.Fix);
        });
    }

    [Fact]
    public void The_documentation_explains_every_rule_and_no_other()
    {
        var headings = Heading().Matches(Repository.Read(Document)).Select(match => match.Groups["name"].Value).ToList();
        Assert.Equal(RuleBook.Rules.Select(rule => rule.Name).Order(StringComparer.Ordinal), headings.Order(StringComparer.Ordinal));
        Assert.All(RuleBook.Rules, rule => Assert.Equal($"{Document}#{rule.Name}", rule.Docs));
        var text = Repository.Read(Document);
        Assert.All(RuleBook.Rules, rule => Assert.Contains($"| [`{rule.Name}`](#{rule.Name}) | {rule.Severity.ToString().ToLowerInvariant()} |", text, StringComparison.Ordinal));
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Z].*\.$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentence();

    [GeneratedRegex("^### (?<name>[a-z0-9-]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}
