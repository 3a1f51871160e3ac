using ForceOps.Api.Tests.Attack.Clients;
using ForceOps.Api.Tests.Service;
using ForceOps.Findings;

namespace ForceOps.Api.Tests.Attack;

/// <summary>
/// Clients with one mistake each, and careful ones: attack finds and names each mistake, and has nothing to say about who makes none. They
/// run alone: a careful client loses its patience on a machine that is busy with other things, and would be blamed for it.
/// </summary>
[Collection(SerialCollection.Name)]
public sealed class ZooTests(ZooRuns zoo) : IClassFixture<ZooRuns>
{
    public static TheoryData<string> Careful =>
        [.. ZooRuns.Plan.Where(one => one.Client.Rule is null).Select(one => one.Client.Name).Distinct()];

    public static TheoryData<string> Broken => [.. ZooRuns.Plan.Select(one => one.Client.Rule).OfType<string>()];

    [Fact]
    public void Every_rule_has_a_client_that_breaks_it() =>
        Assert.Equal(RuleBook.Rules.Select(rule => rule.Name), Zoo.Clients.Select(client => client.Rule).OfType<string>());

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_mistake_is_named_and_harms(string rule)
    {
        var run = Assert.Single(await zoo.OfAsync(rule));
        Assert.True(run.IsJudged && run.Rules.Contains(rule), run.ToString());
        var severity = RuleBook.Rules.Single(one => one.Name == rule).Severity;
        // A token of ten minutes does not expire over midnight when it is a few minutes before; then only the whole run shows its reuse.
        if (severity != Severity.Low && rule is not "expired-token-reuse")
            Assert.True(run.Verdicts.Any(verdict => verdict.Verdict is "harmed"), run.ToString());
        if (severity == Severity.High)
            Assert.True(run.ExitCode == 1, run.ToString());
    }

    [Theory]
    [MemberData(nameof(Careful))]
    public async Task A_careful_client_survives_and_nothing_is_said_about_it(string name)
    {
        foreach (var run in await zoo.OfAsync(name))
        {
            Assert.True(run is { ExitCode: 0, IsJudged: true }, run.ToString());
            Assert.True(run is { Rules.Count: 0, Differences.Count: 0 }, run.ToString());
            Assert.True(run.Verdicts.All(verdict => verdict.Verdict is "survived" || IsBeside(name, verdict.Name)), run.ToString());
        }
    }

    /// <summary>Who listens after a lost answer hears that it was posted, and never meets a 409.</summary>
    private static bool IsBeside(string client, string scenario) => client is "listening" && scenario is "conflict-on-retry";
}
