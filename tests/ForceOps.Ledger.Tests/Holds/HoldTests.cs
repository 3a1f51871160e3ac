namespace ForceOps.Tests;

/// <summary>Holds and their release: what is held stays in the balance and cannot be spent.</summary>
[Trait("Invariant", "I10")]
public sealed class HoldTests
{
    [Fact]
    public void A_hold_takes_from_what_is_available_and_not_from_the_balance()
    {
        var state = SampleHold.BooksWith(100, creditLimit: 20);
        var hold = state.Accept(SampleHold.Hold("h", 30.25m));
        Assert.Equal((100, 30.25m, 89.75m), state.Money());
        Assert.Equal((AuthorizationType.Hold, BalanceImpact.Debit, true), (hold.Type, hold.Impact, hold.IsHold));
        Assert.Empty(state.Movements);
        Assert.Equal([new HoldChange(hold.Id, hold.Id, Sample.AccountId, 30.25m, 30.25m, 100, -10.25m)], state.HoldChanges);
    }

    [Theory]
    [InlineData(120, true)]
    [InlineData(120.01, false)]
    public void As_much_can_be_held_as_is_available(double amount, bool enough)
    {
        var state = SampleHold.BooksWith(100, creditLimit: 20);
        var outcome = Ledger.Decide(state, SampleHold.Hold("h", (decimal)amount));
        Assert.Equal(enough ? null : LedgerError.InsufficientFunds, (outcome as Outcome.Rejected)?.Error);
        Assert.Equal(enough ? (100, 120, 0) : (100, 0, 120), state.Money());
    }

    [Fact]
    public void What_is_held_cannot_be_transferred_nor_held_again_and_a_force_takes_it_all_the_same()
    {
        var state = SampleHold.BooksWith(100);
        state.Accept(SampleHold.Hold("h", 60));
        var own = SampleTransfer.Customer(Sample.AccountId);
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleTransfer.Transfer("t", 40.01m, own, SampleTransfer.World)).Error);
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleHold.Hold("more", 40.01m)).Error);
        Assert.Equal(0, state.Post(SampleTransfer.Transfer("t", 40, own, SampleTransfer.World)).Available);
        state.Accept(Sample.Force("f", 50));
        Assert.Equal((10, 60, -50), state.Money());
    }

    [Fact]
    public void A_hold_that_skips_the_balance_may_hold_more_than_there_is()
    {
        var state = SampleHold.BooksWith(10);
        state.Accept(SampleHold.Hold("h", 60) with { SkipsBalance = true });
        Assert.Equal((10, 60, -50), state.Money());
    }

    [Theory]
    [InlineData("NORMAL", true)]
    [InlineData("BLOCKED", true)]
    [InlineData("DEBIT_ONLY", false)]
    [InlineData("CANCELLED", false)]
    public void A_blocked_account_can_be_held_and_a_canceled_one_cannot(string status, bool allowed)
    {
        var state = SampleHold.BooksWith(10, status: AccountStatus.Parse(status));
        var outcome = Ledger.Decide(state, SampleHold.Hold("h", 1));
        Assert.Equal(allowed ? null : LedgerError.AccountNotActive, (outcome as Outcome.Rejected)?.Error);
        state.Accept(SampleHold.Hold("skips", 1) with { SkipsStatus = true });
    }

    [Fact]
    public void A_release_takes_from_the_oldest_holds_first()
    {
        var state = SampleHold.BooksWith(100);
        var first = state.Accept(SampleHold.Hold("h1", 10));
        state.Accept(SampleHold.Hold("h2", 20));
        state.Accept(SampleHold.Hold("h3", 30));
        var next = Sample.Next(state);
        var release = next.Accept(SampleHold.Release("r", 25));
        Assert.Equal((first.Id, BalanceImpact.Credit, 25), (release.ParentId!.Value, release.Impact, release.Amount));
        Assert.Equal((0, 5, 30), (next.Left("h1"), next.Left("h2"), next.Left("h3")));
        Assert.Equal((100, 35, 65), next.Money());
        Assert.Equal([-10m, -15m], next.HoldChanges.Select(change => change.Change));
    }

    [Fact]
    public void A_named_hold_alone_is_released_and_never_more_than_is_left_of_it()
    {
        var state = SampleHold.BooksWith(100);
        state.Accept(SampleHold.Hold("h1", 10));
        state.Accept(SampleHold.Hold("h2", 20));
        state.Accept(SampleHold.Release("r1", 15, "h2"));
        Assert.Equal(LedgerError.AmountExceedsRemaining, state.Reject(SampleHold.Release("r2", 5.01m, "h2")).Error);
        state.Accept(SampleHold.Release("r3", 5, "h2"));
        Assert.Equal((10, 0), (state.Left("h1"), state.Left("h2")));
        Assert.Equal([new Fact("account_id", Sample.AccountId), new("held", 10m), new("asked", 10.01m)],
            state.Reject(SampleHold.Release("r4", 10.01m)).Facts);
        state.Accept(SampleHold.Release("r4", 10));
        Assert.Equal((100, 0, 100), state.Money());
    }

    [Fact]
    public void What_names_a_hold_of_another_account_or_no_hold_is_refused()
    {
        var state = SampleHold.BooksWith(100);
        state.Accept(SampleHold.Hold("h", 10));
        state.Accept(SampleHold.Release("r", 1, "h"));
        state.Accept(Sample.Force("f", 1));
        Assert.Equal(LedgerError.NotAHold, state.Reject(SampleHold.Release("x", 1, "r")).Error);
        Assert.Equal(LedgerError.NotAHold, state.Reject(SampleHold.Release("x", 1, "f")).Error);
        var foreign = SampleHold.Release("x", 1, "h") with { AccountId = SampleTransfer.Taker };
        Assert.Equal(LedgerError.AuthorizationNotFound, state.Reject(foreign).Error);
        Assert.Equal(LedgerError.NotAForcedOperation, state.Reject(Sample.Cancel("x", "h")).Error);
        Assert.Equal(LedgerError.NotATransfer, state.Reject(SampleTransfer.Cancel("x", "h", 1)).Error);
    }

    [Fact]
    public void A_code_for_held_money_is_for_nothing_else_and_no_other_code_holds()
    {
        var state = SampleHold.BooksWith(100);
        Assert.Equal(LedgerError.ProcessingCodeMismatch, state.Reject(Sample.Force("f", 1, SampleHold.Code)).Error);
        var transfer = SampleTransfer.Transfer("t", 1, SampleTransfer.Customer(Sample.AccountId)) with { DebitCode = SampleHold.Code };
        Assert.Equal(LedgerError.ProcessingCodeMismatch, state.Reject(transfer).Error);
        Assert.Equal(LedgerError.ProcessingCodeMismatch, state.Reject(
            SampleHold.Hold("h", 1) with { ProcessingCode = Sample.DebitCode }).Error);
    }

    [Fact]
    public void A_repeat_is_told_by_what_it_asks_for()
    {
        var state = SampleHold.BooksWith(100);
        state.Accept(SampleHold.Hold("h", 10));
        state.Accept(SampleHold.Release("r", 4, "h"));
        Assert.Equal(RequestFields.None, state.Repeat(SampleHold.Hold("h", 10)).Difference);
        Assert.Equal(RequestFields.Amount, state.Repeat(SampleHold.Hold("h", 11)).Difference);
        Assert.Equal(RequestFields.Kind, state.Repeat(SampleHold.Release("h", 10)).Difference);
        Assert.Equal(RequestFields.Kind, state.Repeat(SampleHold.Hold("r", 4)).Difference);
        Assert.Equal(RequestFields.None, state.Repeat(SampleHold.Release("r", 4, "h")).Difference);
        Assert.Equal(RequestFields.None, state.Repeat(SampleHold.Release("r", 4)).Difference);
        Assert.Equal(RequestFields.Canceled, state.Repeat(SampleHold.Release("r", 4, "another")).Difference);
    }
}
