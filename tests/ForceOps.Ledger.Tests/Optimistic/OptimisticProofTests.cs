namespace ForceOps.Tests.Optimistic;

/// <summary>
/// Proves the writing path for small worlds: every interleaving of two services, their batches, what people change and what breaks is
/// visited. And it proves the proof: the checker finds what is made wrong on purpose. There is no database here; docs/trust.md says
/// what the model leaves out, and which tests find the same mutants in the real code.
/// </summary>
public sealed class OptimisticProofTests(ITestOutputHelper output)
{
    public static TheoryData<string> Caught { get; } = Named(mutant => mutant.Breaks != Violation.None);

    public static TheoryData<string> Survivors { get; } = Named(mutant => mutant.Breaks == Violation.None);

    private static bool IsThorough { get; } = Environment.GetEnvironmentVariable("FORCEOPS_TEST_THOROUGH") is "1";

    [Fact]
    public void Nothing_is_broken_in_any_interleaving()
    {
        var total = 0;
        // The larger worlds take half a minute: FORCEOPS_TEST_THOROUGH=1.
        foreach (var scenario in IsThorough ? [.. Scenarios.All, .. Scenarios.Larger] : Scenarios.All)
        {
            var explored = Explore(scenario);
            Assert.True(explored.Broken == Violation.None, Story(scenario, explored));
            // A world in which nothing happens would prove nothing.
            Assert.InRange(explored.Count, 3_000, int.MaxValue);
            Assert.InRange(explored.Ends, 10, int.MaxValue);
            total += explored.Count;
        }
        Assert.InRange(total, 200_000, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Caught))]
    public void A_mutant_is_caught(string mutation)
    {
        var mutant = Mutants.Of(mutation);
        var explored = Explore(mutant.Scenario, mutant.Mutation);
        output.WriteLine(Story(mutant.Scenario, explored));
        Assert.Equal(mutant.Breaks, explored.Broken);
    }

    [Theory]
    [MemberData(nameof(Survivors))]
    public void A_mutant_survives_for_a_reason(string mutation)
    {
        var mutant = Mutants.Of(mutation);
        output.WriteLine(mutant.Survives);
        Assert.NotEmpty(mutant.Survives);
        foreach (var scenario in IsThorough ? Scenarios.All : [mutant.Scenario])
        {
            var explored = Explore(scenario, mutant.Mutation);
            Assert.True(explored.Broken == Violation.None, Story(scenario, explored));
        }
    }

    [Fact]
    public void Every_mutation_has_its_row() => Assert.Equal(
        Enum.GetValues<Mutation>().Except([Mutation.None]).Order(), Mutants.All.Select(mutant => mutant.Mutation).Order());

    // A batch counts from the moment at which it looks at the org, behind its locks. So its commit may come after the answer to a change
    // that came in between: it was posted before the change, and its callers hear of it later (docs/internals.md, Books).
    [Fact]
    public void What_was_looked_at_before_a_switch_may_commit_after_its_answer() =>
        AssertUnpromised(Scenarios.Reset, Violation.CommittedAfterTheSwitchWasAnswered);

    [Fact]
    public void What_was_looked_at_before_a_change_of_the_rules_may_commit_after_its_answer() =>
        AssertUnpromised(Scenarios.Rules, Violation.CommittedAfterTheRulesWereAnswered);

    // Its acceptance is committed and the answer lost; before the batch runs again, the worker has posted it. The client hears 409 "same"
    // with the ids of its own posting, which is true and harmless, but is not the 202 that was lost.
    [Fact]
    public void The_client_of_a_lost_202_may_hear_that_it_repeated_itself() =>
        AssertUnpromised(Scenarios.Waiting, Violation.ToldOfARepeatThatWasNone);

    private void AssertUnpromised(Scenario scenario, Violation violation)
    {
        var explored = new Interleavings(new WritingModel(scenario, strictly: true)).Explore();
        output.WriteLine(Story(scenario, explored));
        Assert.Equal(violation, explored.Broken);
    }

    private Interleavings Explore(Scenario scenario, Mutation mutation = Mutation.None)
    {
        var began = TimeProvider.System.GetTimestamp();
        var explored = new Interleavings(new WritingModel(scenario, mutation)).Explore();
        output.WriteLine($"{explored.Count,9} states, {explored.Steps,9} steps, {explored.Ends,5} ends, "
            + $"{TimeProvider.System.GetElapsedTime(began).TotalSeconds,6:0.00} s: {scenario.Name}");
        return explored;
    }

    private static string Story(Scenario scenario, Interleavings explored) =>
        new ModelStory(scenario).Tell(explored.Broken, explored.Trace);

    private static TheoryData<string> Named(Func<Mutant, bool> which) =>
        [.. Mutants.All.Where(which).Select(mutant => mutant.Mutation.ToString())];
}
