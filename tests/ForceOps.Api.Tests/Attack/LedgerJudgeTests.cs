using ForceOps.Tool.Attack;

namespace ForceOps.Api.Tests.Attack;

/// <summary>What calm times teach, and where the ledger differs from it.</summary>
public sealed class LedgerJudgeTests
{
    private static readonly UnitOfWork Calm1 = new(1, 101, 40m, Guid.Empty);
    private static readonly UnitOfWork Calm2 = new(2, 102, 60m, Guid.Empty);
    private static readonly UnitOfWork Later = new(3, 103, 50m, Guid.Empty);

    [Fact]
    public void An_amount_is_learned_as_a_part_of_the_units_or_as_the_one_that_all_have()
    {
        // A force of the whole, a fee of two, and a cancellation of a quarter.
        var lesson = Lesson.Of([Done(Calm1, 40, 2, 10), Done(Calm2, 60, 2, 15)]);

        Assert.Equal([(1m, null), (null, 2m), (0.25m, null)], lesson.Operations.Select(learned => (learned.Ratio, learned.Fixed)));
        Assert.True(lesson.HasOwnAccounts);
        Assert.Null(lesson.Unsteady);
        Assert.True(LedgerJudge.IsDone(lesson, Later, Posted(Later, 50, 2, 12.5m)));
    }

    [Theory]
    [InlineData("expected 1 force of 50.00, found 0", 2.0, 12.5)]
    [InlineData("expected 1 force of 50.00, found 2 (authorizations 1, 4)", 50.0, 2.0, 12.5, 50.0)]
    [InlineData("found a force of 99.00, which calm times did not post (authorization 4)", 50.0, 2.0, 12.5, 99.0)]
    public void More_less_and_other_than_learned_is_said_with_the_ids(string said, params double[] amounts)
    {
        var lesson = Lesson.Of([Done(Calm1, 40, 2, 10), Done(Calm2, 60, 2, 15)]);

        var difference = Assert.Single(
            LedgerJudge.Differences(lesson, Later, Posted(Later, [.. amounts.Select(amount => (decimal)amount)]), isDenied: false));

        Assert.Equal(("high", said), (difference.Severity, difference.What));
    }

    [Fact]
    public void A_denied_operation_may_be_missing_and_may_not_be_there_twice()
    {
        var lesson = Lesson.Of([Done(Calm1, 40), Done(Calm2, 60)]);

        Assert.Empty(LedgerJudge.Differences(lesson, Later, [], isDenied: true));
        Assert.Empty(LedgerJudge.Differences(lesson, Later, [Posted(Later, 50)[0] with { IsDenied = true }], isDenied: true));
        Assert.Single(LedgerJudge.Differences(lesson, Later, Posted(Later, 50, 50), isDenied: true));
    }

    [Fact]
    public void Who_says_that_it_failed_when_all_is_done_speaks_against_the_ledger()
    {
        var lesson = Lesson.Of([Done(Calm1, 40), Done(Calm2, 60)]);
        var failed = Said.Failed("exit code 1: timed out");

        var said = LedgerJudge.SaidOtherwise(lesson, new DoneUnit(Later, failed, Posted(Later, 50), []));

        Assert.Equal("the client said that the work failed (exit code 1: timed out), and the ledger has all of it", said!.What);
        Assert.Null(LedgerJudge.SaidOtherwise(lesson, new DoneUnit(Later, failed, [], [])));
        Assert.Null(LedgerJudge.SaidOtherwise(lesson, new DoneUnit(Later, Said.Done, Posted(Later, 50), [])));
    }

    [Fact]
    public void Units_that_differ_in_calm_times_teach_nothing_about_the_ledger()
    {
        var lesson = Lesson.Of([Done(Calm1, 40), Done(Calm2, 60, 60)]);

        Assert.Equal("the units of calm times differ: one posted 1 force, another 2 forces", lesson.Unsteady);
        Assert.Empty(LedgerJudge.Differences(lesson, Later, [], isDenied: false));
    }

    private static DoneUnit Done(UnitOfWork unit, params decimal[] amounts) => new(unit, Said.Done, Posted(unit, amounts), []);

    private static List<PostedOperation> Posted(UnitOfWork unit, params decimal[] amounts) =>
        [.. amounts.Select((amount, i) => new PostedOperation("force", unit.Account, amount, i + 1, $"{unit.Number}-{i}"))];
}
