namespace ForceOps.Tests;

/// <summary>Pre-authorizations: what they hold, and what becomes of it.</summary>
[Trait("Invariant", "I10")]
public sealed class PreAuthorizationTests
{
    [Fact]
    public void It_holds_the_money_and_moves_nothing()
    {
        var state = SampleHold.BooksWith(100, creditLimit: 20);
        var waits = state.Accept(SamplePayment.PreAuthorize("p", 30.25m));
        Assert.Equal((100, 30.25m, 89.75m), state.Money());
        Assert.Equal((AuthorizationType.PreAuthorization, BalanceImpact.Debit), (waits.Type, waits.Impact));
        Assert.Equal((true, true, false), (waits.HoldsMoney, waits.IsPreAuthorization, waits.IsHold));
        Assert.Empty(state.Movements);
        Assert.Equal([new HoldChange(waits.Id, waits.Id, Sample.AccountId, 30.25m, 30.25m, 100, -10.25m)], state.HoldChanges);
        Assert.Equal(RequestFields.None, state.Repeat(SamplePayment.PreAuthorize("p", 30.25m)).Difference);
        Assert.Equal(RequestFields.Kind, state.Repeat(SamplePayment.Payment("p", 30.25m, SampleTransfer.CashOut)).Difference);
    }

    [Fact]
    public void The_whole_is_confirmed_when_no_amount_is_named()
    {
        var state = SampleHold.BooksWith(100);
        var waits = state.Accept(SamplePayment.PreAuthorize("p", 30));
        var next = Sample.Next(state);
        var confirmed = next.Post(SamplePayment.Confirm("c", "p"));
        Assert.Equal((70, 0, 70), next.Money());
        Assert.Equal(70, confirmed.Available);
        Assert.Equal((AuthorizationType.Payment, 30m, true), (confirmed.Authorization.Type, confirmed.Authorization.Amount,
            confirmed.Authorization.IsConfirmation));
        Assert.Equal(new OriginalAuthorization(waits.Id, OnNetwork: false), confirmed.Authorization.Original);
        Assert.Equal(0, next.Left("p"));
        foreach (var repeat in new[] { SamplePayment.Confirm("c", "p"), ById("c", waits.Id) })
            Assert.Equal(RequestFields.None, next.Repeat(repeat).Difference);
        Assert.Equal(RequestFields.Amount, next.Repeat(SamplePayment.Confirm("c", "p", 30)).Difference);
        Assert.Equal(RequestFields.OriginalAuthorization, next.Repeat(ById("c", 77)).Difference);
        Assert.Equal(RequestFields.Kind, next.Repeat(SamplePayment.Payment("c", 30, SampleTransfer.CashOut)).Difference);
    }

    [Fact]
    public void A_part_is_confirmed_and_the_rest_is_available_again()
    {
        var state = SampleHold.BooksWith(100);
        state.Accept(SamplePayment.PreAuthorize("p", 30));
        state.Accept(SamplePayment.Cancel("less", "p", 5));
        Assert.Equal((100, 25, 75), state.Money());
        state.Accept(SamplePayment.Confirm("c", "p", 10));
        Assert.Equal((90, 0, 90), state.Money());
        Assert.Equal([30m, -5m, -25m], state.HoldChanges.Select(change => change.Change));
    }

    [Theory]
    [InlineData(50, null)]
    [InlineData(50.01, LedgerError.InsufficientFunds)]
    public void More_is_confirmed_as_far_as_it_is_available(double amount, LedgerError? error)
    {
        var state = SampleHold.BooksWith(50);
        state.Accept(SamplePayment.PreAuthorize("p", 30));
        var outcome = Assert.IsType<Outcome.Accepted>(Ledger.Decide(state, SamplePayment.Confirm("c", "p", (decimal)amount)));
        Assert.Equal(error, outcome.Denial?.Error);
        Assert.Equal(error is null ? (0, 0, 0) : (50, 30, 20), state.Money());
        Assert.Equal(error is null ? 50 : 30, state.FindAccount(Sample.AccountId)!.Spent!.Value.Sum);
    }

    [Fact]
    public void What_was_held_is_confirmed_on_a_blocked_account_and_more_is_not()
    {
        var state = SampleHold.BooksWith(50);
        state.Accept(SamplePayment.PreAuthorize("p", 30));
        state.Accept(SamplePayment.PreAuthorize("q", 10));
        var (balance, held, _) = state.Money();
        var blocked = Sample.LedgerState(firstId: 100);
        blocked.Load(SampleTransfer.Holding(
            Sample.AccountId, balance, AccountFunds.None with { Held = held }, status: AccountStatus.Blocked));
        foreach (var row in state.Recorded)
            blocked.Load(row);
        foreach (var change in state.HoldChanges)
            blocked.Load(change);
        blocked.Deny(SamplePayment.Confirm("c1", "p", 30.01m), LedgerError.AccountNotActive);
        blocked.Accept(SamplePayment.Confirm("c2", "p"));
        blocked.Accept(SamplePayment.Cancel("c3", "q"));
        Assert.Equal((20, 0, 20), blocked.Money());
    }

    [Fact]
    public void Of_a_confirmed_one_nothing_is_left_to_confirm_or_to_cancel_but_the_confirmation_can_be_canceled()
    {
        var state = SampleHold.BooksWith(100);
        state.Accept(SamplePayment.PreAuthorize("p", 30));
        state.Accept(SamplePayment.Confirm("c", "p", 20));
        state.Deny(SamplePayment.Confirm("again", "p"), LedgerError.AlreadyConfirmed);
        state.Deny(SamplePayment.Cancel("undo", "p"), LedgerError.AlreadyConfirmed);
        var part = state.Post(SamplePayment.Cancel("part", "c", 5));
        Assert.Equal((AuthorizationType.Payment, true), (part.Authorization.Type, part.CancelsPart));
        Assert.Equal((85, 0, 85), state.Money());
        state.Deny(SamplePayment.Confirm("more", "c", 1), LedgerError.NotAPreAuthorization);
    }

    [Fact]
    public void Of_a_canceled_one_nothing_is_left_either()
    {
        var state = SampleHold.BooksWith(100);
        var waits = state.Accept(SamplePayment.PreAuthorize("p", 30));
        Assert.True(state.Post(SamplePayment.Cancel("part", "p", 10)).CancelsPart);
        var rest = state.Post(SamplePayment.Cancel("rest", waits.Id));
        Assert.Equal((AuthorizationType.PreAuthorization, 20m, BalanceImpact.Credit, SampleTransfer.CashOutCanceled),
            (rest.Authorization.Type, rest.Authorization.Amount, rest.Authorization.Impact, rest.Authorization.ProcessingCode));
        Assert.Equal((100, 0, 100), state.Money());
        state.Deny(SamplePayment.Confirm("c", "p"), LedgerError.AlreadyCanceled);
        state.Deny(SamplePayment.Cancel("again", "p"), LedgerError.AlreadyCanceled);
        Assert.Equal(RequestFields.None, Sample.Next(state).Repeat(SamplePayment.Cancel("rest", "p")).Difference);
    }

    [Fact]
    public void More_than_is_held_is_not_canceled_and_what_is_denied_holds_nothing()
    {
        var state = SampleHold.BooksWith(100);
        state.Accept(SamplePayment.PreAuthorize("p", 30));
        state.Deny(SamplePayment.Cancel("c", "p", 30.01m), LedgerError.AmountExceedsRemaining);
        var denied = state.Deny(SamplePayment.PreAuthorize("much", 70.01m), LedgerError.InsufficientFunds).Authorization;
        Assert.Equal((false, AuthorizationType.PreAuthorization), (denied.HoldsMoney, denied.Type));
        Assert.Equal(LedgerError.InsufficientFunds, state.Repeat(SamplePayment.PreAuthorize("much", 70.01m)).Earlier.Denied);
        state.Deny(SamplePayment.Confirm("c2", "much"), LedgerError.NotAPreAuthorization);
        state.Deny(SamplePayment.Cancel("c3", "much"), LedgerError.NotAPayment);
        state.Deny(SamplePayment.PreAuthorize("in", 1) with { ProcessingCode = SampleTransfer.CashIn }, LedgerError.ProcessingCodeMismatch);
        Assert.Equal((100, 30, 70), state.Money());
    }

    [Fact]
    public void Hold_funds_do_not_take_from_it()
    {
        var state = SampleHold.BooksWith(100);
        var waits = state.Accept(SamplePayment.PreAuthorize("p", 30));
        Assert.Equal(LedgerError.NotAHold, state.Reject(SampleHold.Release("r", 1, "p")).Error);
        Assert.Equal(LedgerError.NotAHold, state.Reject(SampleHold.Transfer("t", 1) with { AuthorizationId = waits.Id }).Error);
        Assert.Equal([new Fact("account_id", Sample.AccountId), new("held", 0m), new("asked", 1m)],
            state.Reject(SampleHold.Release("r", 1)).Facts);
        state.Accept(SampleHold.Hold("h", 10));
        Assert.Equal(LedgerError.AmountExceedsRemaining, state.Reject(SampleHold.Transfer("t", 10.01m)).Error);
        state.Accept(SampleHold.Release("r", 10));
        Assert.Equal((100, 30, 70), state.Money());
        Assert.Equal(LedgerError.NotAForcedOperation, state.Reject(Sample.Cancel("x", "p")).Error);
        Assert.Equal(LedgerError.NotATransfer, state.Reject(SampleTransfer.Cancel("x", "p", 1)).Error);
    }

    [Fact]
    public void A_caller_who_reaches_another_account_confirms_nothing()
    {
        var state = SampleHold.BooksWith(100);
        state.Accept(SamplePayment.PreAuthorize("p", 30));
        var foreign = SamplePayment.Confirm("c", "p") with { ConfinedTo = SampleTransfer.Taker };
        Assert.Equal(LedgerError.AccountOutOfReach, Assert.IsType<Outcome.Rejected>(Ledger.Decide(state, foreign)).Error);
        state.Accept(foreign with { ConfinedTo = Sample.AccountId });
    }

    private static ConfirmPayment ById(string trackingId, long original) =>
        SamplePayment.Confirm(trackingId, "unused") with { AuthorizationId = original, OriginalTrackingId = null };
}
