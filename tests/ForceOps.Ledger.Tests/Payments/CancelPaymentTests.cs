namespace ForceOps.Tests;

/// <summary>Cancellations of payments: in full, in part, and denied.</summary>
public sealed class CancelPaymentTests
{
    [Fact]
    public void A_part_and_then_the_rest()
    {
        var state = Books();
        var payment = state.Accept(SamplePayment.Payment("t", 50));
        var part = state.Post(SamplePayment.Cancel("c1", "t", 20));
        var rest = state.Post(SamplePayment.Cancel("c2", payment.Id));
        Assert.Equal((true, true), (part.CancelsPart, rest.CancelsPart));
        Assert.Equal((20m, false), (part.Authorization.Amount, part.Authorization.CancelsAll));
        Assert.Equal((30m, true), (rest.Authorization.Amount, rest.Authorization.CancelsAll));
        Assert.Equal(SampleTransfer.CashInCanceled, rest.Authorization.ProcessingCode);
        Assert.Equal((0m, 50m), (state.Balance(), state.FindAuthorization(payment.Id)!.CanceledAmount));
        Assert.True(state.Repeat(SamplePayment.Cancel("c1", payment.Id, 20)).CancelsPart);
    }

    [Fact]
    public void The_whole_of_a_payment_between_accounts_by_either_side()
    {
        var state = Pair();
        var payment = state.Post(SamplePayment.Transfer("t", 30));
        var canceled = state.Post(SamplePayment.Cancel("c", payment.Counterpart!.Id));
        Assert.False(canceled.CancelsPart);
        Assert.Equal((100, 0), (state.Balance(SampleTransfer.Giver), state.Balance(SampleTransfer.Taker)));
        foreach (var repeat in new[]
        {
            SamplePayment.Cancel("c", "t"), SamplePayment.Cancel("c", payment.Authorization.Id),
            SamplePayment.Cancel("c", payment.Counterpart.Id),
        })
            Assert.Equal(RequestFields.None, Sample.Next(state).Repeat(repeat).Difference);
        Assert.Equal(RequestFields.Amount, state.Repeat(SamplePayment.Cancel("c", "t", 30)).Difference);
        Assert.Equal(RequestFields.Canceled, state.Repeat(SamplePayment.Cancel("c", 77)).Difference);
        Assert.Equal(RequestFields.Kind, state.Repeat(SampleTransfer.Cancel("c", "t", 30)).Difference);
    }

    [Fact]
    public void More_than_is_left_is_denied_and_what_is_left_can_be_canceled_still()
    {
        var state = Books();
        state.Accept(SamplePayment.Payment("t", 50));
        var denied = state.Deny(SamplePayment.Cancel("c1", "t", 50.01m), LedgerError.AmountExceedsRemaining).Authorization;
        Assert.Equal((true, 50.01m), (denied.IsCancellation, denied.Amount));
        Assert.Equal(50, state.Balance());
        state.Accept(SamplePayment.Cancel("c2", "t", 50));
        state.Deny(SamplePayment.Cancel("c3", "t"), LedgerError.AlreadyCanceled);
        Assert.Equal(LedgerError.AmountExceedsRemaining, Sample.Next(state).Repeat(SamplePayment.Cancel("c1", "t", 50.01m)).Earlier.Denied);
        Assert.Equal(0, state.Balance());
    }

    [Fact]
    public void Only_a_granted_payment_can_be_canceled()
    {
        var state = Books();
        state.Accept(Sample.Force("force", 5, Sample.CreditCode));
        state.Accept(SamplePayment.Payment("t", 50));
        state.Accept(SamplePayment.Cancel("c", "t", 1));
        state.Deny(SamplePayment.Payment("denied", 1_000, SampleTransfer.CashOut), LedgerError.InsufficientFunds);
        foreach (var original in new[] { "force", "c", "denied" })
            state.Deny(SamplePayment.Cancel($"c {original}", original, 1), LedgerError.NotAPayment);
        Assert.Equal(LedgerError.NotAForcedOperation, state.Reject(Sample.Cancel("x", "t", 1)).Error);
        Assert.Equal(LedgerError.NotATransfer, state.Reject(SampleTransfer.Cancel("x", "t", 1)).Error);
        Assert.Equal(LedgerError.NotATransfer, state.Reject(SampleTransfer.Cancel("x", "denied", 1)).Error);
        Assert.Equal(54, state.Balance());
    }

    [Fact]
    public void A_cancellation_makes_no_balance_check_and_a_denied_one_is_not_the_latest()
    {
        var state = Books();
        var payment = state.Accept(SamplePayment.Payment("t", 50));
        state.Accept(SamplePayment.Payment("out", 50, SampleTransfer.CashOut));
        var latest = state.Accept(SamplePayment.Cancel("c1", "t"));
        Assert.Equal(-50, state.Balance());
        state.Deny(SamplePayment.Cancel("c2", "t"), LedgerError.AlreadyCanceled);
        var denied = state.Deny(SamplePayment.Cancel("c3", payment.Id), LedgerError.AlreadyCanceled);
        Assert.Equal(latest.Id, denied.Denial!.Latest!.Id);
    }

    [Fact]
    public void A_caller_who_reaches_one_account_cancels_what_that_account_gave_or_got()
    {
        var state = Pair();
        state.Post(SamplePayment.Transfer("t", 30));
        Assert.Equal(LedgerError.AccountOutOfReach,
            Assert.IsType<Outcome.Rejected>(Ledger.Decide(state, SamplePayment.Cancel("c", "t", 1) with { ConfinedTo = 3 })).Error);
        state.Post(SamplePayment.Cancel("c", "t", 1) with { ConfinedTo = SampleTransfer.Taker });
        state.Post(SamplePayment.Cancel("c2", "t", 1) with { ConfinedTo = SampleTransfer.Giver });
    }

    private static LedgerState Books() => SampleTransfer.BooksOf(SampleTransfer.Holding(Sample.AccountId, 0));

    private static LedgerState Pair() =>
        SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 100), SampleTransfer.Holding(SampleTransfer.Taker, 0));
}
