using FsCheck;
using FsCheck.Fluent;

namespace ForceOps.Tests;

/// <summary>Whatever is asked in whatever order: the invariants hold after every step.</summary>
[Trait("Invariant", "I1")]
[Trait("Invariant", "I2")]
[Trait("Invariant", "I3")]
[Trait("Invariant", "I4")]
[Trait("Invariant", "I5")]
[Trait("Invariant", "I6")]
[Trait("Invariant", "I7")]
[Trait("Invariant", "I9")]
[Trait("Invariant", "I10")]
public sealed class InvariantProperties
{
    private static readonly Arbitrary<Sequence> Sequences = Arb.From(Steps.Sequences, Sequence.Shorter);

    [Fact]
    public void I1_to_I7_hold_after_every_step_of_any_sequence() =>
        Prop.ForAll(Sequences, sequence => { Walk.Through(sequence); }).Check(Seed.Runs(600));

    [Fact]
    public void The_sequences_meet_every_outcome_that_they_are_made_for()
    {
        var outcomes = new List<Outcome>();
        Check.One(Seed.Runs(160), Prop.ForAll(Sequences, sequence => outcomes.AddRange(Walk.Through(sequence, checking: false).Outcomes)));

        // A balance's last digits are for the table of precedence: few sequences get that far.
        var denials = outcomes.OfType<Outcome.Accepted>().Select(outcome => outcome.Denial).OfType<Outcome.Rejected>().ToList();
        var errors = outcomes.OfType<Outcome.Rejected>().Concat(denials).Select(rejected => rejected.Error);
        Assert.Empty(Enum.GetValues<LedgerError>().Except(errors).Except([LedgerError.BalanceOutOfRange]));
        var accepted = outcomes.OfType<Outcome.Accepted>().Select(outcome =>
            (outcome.Authorization.Type, outcome.Authorization.IsCancellation, outcome.Counterpart is not null)).Distinct();
        Assert.True(accepted.Count() == 14, string.Join(", ", accepted.Order()));
        Assert.InRange(100 * denials.Count / outcomes.Count, 3, 30);
        var share = outcomes.ToLookup(outcome => outcome.GetType()).ToDictionary(
            group => group.Key, group => 100 * group.Count() / outcomes.Count);
        Assert.All([typeof(Outcome.Accepted), typeof(Outcome.Duplicate), typeof(Outcome.Rejected)],
            kind => Assert.InRange(share[kind], 10, 80));
        Assert.InRange(share[typeof(Outcome.Delayed)], 3, 80);
        Assert.Contains(outcomes, outcome => outcome is Outcome.TakenByDelayed);
    }
}
