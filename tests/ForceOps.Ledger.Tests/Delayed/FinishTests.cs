namespace ForceOps.Tests;

/// <summary>What becomes of a delayed operation when it is due (I9).</summary>
public sealed class FinishTests
{
    [Fact]
    public void I9_It_is_posted_under_its_tracking_id_whatever_the_account_says_now_and_a_repeat_finds_it()
    {
        var state = StateWith(100);
        var delayed = Waiting(state, Sample.Force("t", 5));
        var posted = Assert.IsType<Outcome.Accepted>(Ledger.Finish(state, delayed)).Authorization;
        Assert.Equal(("t", 95), (posted.TrackingId.Text, state.Balance()));
        Assert.Equal([delayed], state.Delayed.Finished);
        Assert.Empty(state.Delayed.Denied);
        Assert.Equal(RequestFields.None, state.Repeat(delayed.Operation).Difference);
    }

    [Fact]
    public void I9_What_is_refused_is_denied_moves_nothing_and_leaves_its_tracking_id_free()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 9), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var delayed = Waiting(state, SampleTransfer.Transfer("t", 10));
        Assert.Equal(LedgerError.InsufficientFunds, Assert.IsType<Outcome.Rejected>(Ledger.Finish(state, delayed)).Error);
        var denial = Assert.Single(state.Delayed.Denied);
        Assert.Equal((delayed, LedgerError.InsufficientFunds), (denial.Delayed, denial.Error));
        Assert.Equal((9, 0, 1), (state.Balance(SampleTransfer.Giver), state.RecordedCount, state.IdsUsed));
        state.Post(SampleTransfer.Transfer("t", 8));
    }

    [Fact]
    public void I9_The_same_request_that_was_posted_in_between_leaves_nothing_to_do()
    {
        var state = StateWith(100);
        state.Accept(Sample.Force("t", 5));
        var delayed = Waiting(Sample.LedgerState(firstId: 50), Sample.Force("t", 5));
        Assert.Equal(RequestFields.None, Assert.IsType<Outcome.Duplicate>(Ledger.Finish(state, delayed)).Difference);
        Assert.Equal((95, 1), (state.Balance(), state.Delayed.Finished.Count));
        Assert.Empty(state.Delayed.Denied);
    }

    [Fact]
    public void I9_Another_request_that_was_posted_under_its_tracking_id_in_between_denies_it()
    {
        var state = StateWith(100);
        state.Accept(Sample.Force("t", 1));
        var delayed = Waiting(Sample.LedgerState(firstId: 50), Sample.Force("t", 5));
        Assert.Equal(RequestFields.Amount, Assert.IsType<Outcome.Duplicate>(Ledger.Finish(state, delayed)).Difference);
        Assert.Equal((99, 1), (state.Balance(), state.Delayed.Finished.Count));
        var denial = Assert.Single(state.Delayed.Denied);
        Assert.Equal((delayed, null), (denial.Delayed, denial.Error));
    }

    [Fact]
    public void I9_Nothing_comes_to_its_end_twice()
    {
        var state = StateWith(100);
        var delayed = Waiting(state, Sample.Force("t", 5));
        Ledger.Finish(state, delayed);
        Assert.Throws<InvariantViolatedException>(() => Ledger.Finish(state, delayed));
    }

    private static LedgerState StateWith(decimal balance) => Sample.StateWith(balance);

    /// <summary>Accepted by an earlier batch.</summary>
    private static DelayedOperation Waiting(LedgerState state, Operation operation)
    {
        var delayed = Assert.IsType<Outcome.Delayed>(
            Ledger.Decide(Sample.LedgerState(firstId: 40), operation with { Delay = TimeSpan.Zero })).Waiting;
        state.Delayed.Load(delayed);
        return delayed;
    }
}
