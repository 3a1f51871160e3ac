namespace ForceOps.Tests;

public sealed class CancelTransferTests
{
    [Fact]
    public void The_guides_cash_in_of_100_loses_50()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(12387, 0));
        var original = state.Post(SampleTransfer.Transfer("in", 100, SampleTransfer.World, SampleTransfer.Customer(12387))).Authorization;
        var posted = state.Post(SampleTransfer.Cancel("c", "in", 50));

        var expected = original with
        {
            Id = 3,
            TrackingId = TrackingId.Parse("c"),
            ProcessingCode = SampleTransfer.CashInCanceled,
            Impact = BalanceImpact.Debit,
            Amount = 50,
            ParentId = original.Id,
        };
        Assert.Equal(new Outcome.Accepted(expected) { Available = 50 }, posted);
        Assert.Equal(new Movement(4, 3, MovementKind.Reversal, 12387, InternalAccount.OutsideWorld, 50, 50, null), state.Movements[1]);
        Assert.Equal(50, state.FindAuthorization(original.Id)!.RemainingAmount);
    }

    [Fact]
    public void The_guides_total_cancellation_of_100_00_restores_both_balances()
    {
        var state = Pair();
        var original = state.Post(SampleTransfer.Transfer("t", 100));
        var posted = state.Post(SampleTransfer.Cancel("c", original.Authorization.Id, 100.00m));

        Assert.Equal((1000, 10), (state.Balance(SampleTransfer.Giver), state.Balance(SampleTransfer.Taker)));
        // The side that got the money gives it back: the cancellation's giving side cancels the original's receiving side.
        var (debit, credit) = (posted.Authorization, posted.Counterpart!);
        Assert.Equal((SampleTransfer.Taker, original.Counterpart!.Id, BalanceImpact.Debit),
            (debit.AccountId, debit.ParentId, debit.Impact));
        Assert.Equal((SampleTransfer.Giver, original.Authorization.Id, BalanceImpact.Credit),
            (credit.AccountId, credit.ParentId, credit.Impact));
        Assert.Equal((SampleTransfer.CreditCanceled, SampleTransfer.DebitCanceled), (debit.ProcessingCode, credit.ProcessingCode));
        Assert.Equal((4, 5), (debit.Id, credit.Id));
        Assert.Equal((credit.Id, debit.Id), (debit.CounterpartId, credit.CounterpartId));
        Assert.Equal(new Movement(6, debit.Id, MovementKind.Reversal, SampleTransfer.Taker, SampleTransfer.Giver, 100, 10, 1000),
            state.Movements[1]);
        Assert.Equal(10, posted.Available);
        Assert.All(state.Canceled, side => Assert.Equal(0, side.RemainingAmount));
    }

    [Fact]
    public void The_guides_partial_cancellation_of_50_00_of_85_00_leaves_35_00()
    {
        var state = Pair();
        state.Post(SampleTransfer.Transfer("unique-uuid-12345", 85));
        state.Post(SampleTransfer.Cancel("c1", "unique-uuid-12345", 50.00m));
        Assert.All(state.Canceled, side => Assert.Equal((50, 35.00m), (side.CanceledAmount, side.RemainingAmount)));

        Assert.Equal(LedgerError.AmountExceedsRemaining, state.Reject(SampleTransfer.Cancel("c2", "unique-uuid-12345", 35.01m)).Error);
        state.Post(SampleTransfer.Cancel("c2", "unique-uuid-12345", 35.00m));
        Assert.Equal((1000, 10), (state.Balance(SampleTransfer.Giver), state.Balance(SampleTransfer.Taker)));
        Assert.Equal(LedgerError.AmountExceedsRemaining, state.Reject(SampleTransfer.Cancel("c3", "unique-uuid-12345", 0.01m)).Error);
    }

    [Fact]
    public void Both_sides_count_what_is_canceled_in_step_whichever_was_named()
    {
        var state = Pair();
        var original = state.Post(SampleTransfer.Transfer("t", 85));
        var (debit, credit) = (original.Authorization.Id, original.Counterpart!.Id);
        state.Post(SampleTransfer.Cancel("by the giving side", debit, 1));
        Assert.Equal((1, 1), Canceled(state, debit, credit));
        state.Post(SampleTransfer.Cancel("by the receiving side", credit, 2));
        Assert.Equal((3, 3), Canceled(state, debit, credit));
        state.Post(SampleTransfer.Cancel("by the tracking id", "t", 4));
        Assert.Equal((7, 7), Canceled(state, debit, credit));
        var next = Sample.Next(state);
        Assert.Equal((7, 7), Canceled(next, debit, credit));
        Assert.Equal(LedgerError.AmountExceedsRemaining, next.Reject(SampleTransfer.Cancel("over", credit, 78.01m)).Error);
        next.Post(SampleTransfer.Cancel("by the receiving side later", credit, 78));
        Assert.Equal((85, 85), Canceled(next, debit, credit));
        Assert.Equal([debit, credit], next.Canceled.Select(side => side.Id).Order());
    }

    [Fact]
    public void A_balance_that_was_spent_goes_negative()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 100),
            SampleTransfer.Holding(SampleTransfer.Taker, 0, AccountFunds.None with { CreditLimit = 5 }));
        state.Post(SampleTransfer.Transfer("t", 100));
        state.Post(SampleTransfer.Transfer("spent", 90, SampleTransfer.Customer(SampleTransfer.Taker), SampleTransfer.World));
        var posted = state.Post(SampleTransfer.Cancel("c", "t", 100));
        Assert.Equal((-90, -85), (state.Balance(SampleTransfer.Taker), posted.Available));
        Assert.Equal(100, state.Balance(SampleTransfer.Giver));
    }

    [Theory]
    [InlineData("BLOCKED")]
    [InlineData("CANCELLED")]
    [InlineData("DEBIT_ONLY")]
    public void Neither_status_nor_limits_stop_a_cancellation(string word)
    {
        var status = AccountStatus.Parse(word);
        var first = Pair();
        first.Post(SampleTransfer.Transfer("t", 100));
        var funds = new AccountFunds(0, PerOperation: 1, PerDay: 1, null, 0);
        var later = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 900, funds, status: status),
            SampleTransfer.Holding(SampleTransfer.Taker, 110, funds, status: status));
        foreach (var side in first.Recorded.Select(side => side with { Id = side.Id + 500, CounterpartId = side.CounterpartId + 500 }))
            later.Load(side);
        later.Post(SampleTransfer.Cancel("c", "t", 100));
        Assert.Equal((1000, 10), (later.Balance(SampleTransfer.Giver), later.Balance(SampleTransfer.Taker)));
    }

    [Fact]
    public void Cash_out_comes_back_from_the_outside_world()
    {
        var state = Pair();
        var original = state.Post(SampleTransfer.Transfer("out", 30, to: SampleTransfer.World)).Authorization;
        var posted = state.Post(SampleTransfer.Cancel("c", "out", 10));
        Assert.Null(posted.Counterpart);
        Assert.Equal((original.Id, BalanceImpact.Credit), (posted.Authorization.ParentId, posted.Authorization.Impact));
        Assert.Equal((SampleTransfer.CashOutCanceled, original.External),
            (posted.Authorization.ProcessingCode, posted.Authorization.External));
        var movement = new Movement(4, 3, MovementKind.Reversal, InternalAccount.OutsideWorld, SampleTransfer.Giver, 10, null, 980);
        Assert.Equal(movement, state.Movements[1]);
        Assert.Equal(980, posted.Available);
    }

    [Fact]
    public void A_card_is_refunded_through_the_acquirer_and_the_merchant_is_debited()
    {
        var state = SampleTransfer.BooksOf();
        state.Post(SampleTransfer.Transfer(
            "sale", 30, SampleTransfer.Card(SampleTransfer.GoodCard), SampleTransfer.Merchant(SampleTransfer.Shop)));
        var posted = state.Post(SampleTransfer.Cancel("c", "sale", 30));
        Assert.Equal(("card:4000", SampleTransfer.CashInCanceled), (posted.Authorization.External, posted.Authorization.ProcessingCode));
        var movement = new Movement(4, 3, MovementKind.Reversal, SampleTransfer.Shop, InternalAccount.Acquirer, 30, 0, null);
        Assert.Equal(movement, state.Movements[1]);
    }

    [Theory]
    [InlineData(SampleTransfer.DeclinedCard, LedgerError.AcquirerDeclined)]
    [InlineData(SampleTransfer.LateCard, LedgerError.AcquirerTimedOut)]
    public void A_refund_that_the_acquirer_refuses_is_not_posted(long card, LedgerError error)
    {
        var first = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var charged = first.Post(SampleTransfer.Transfer("t", 30, SampleTransfer.Card(SampleTransfer.GoodCard))).Authorization;
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 30));
        state.Load(charged with { Id = 500, External = SampleTransfer.Card(card).External });
        Assert.Equal(error, state.Reject(SampleTransfer.Cancel("c", 500, 30)).Error);
        Assert.Equal(30, state.Balance(SampleTransfer.Taker));
        Assert.Empty(state.Canceled);
    }

    [Fact]
    public void Only_a_transfer_can_be_canceled()
    {
        var state = Pair();
        state.Accept(Sample.Force("f", 10) with { AccountId = SampleTransfer.Giver });
        state.Post(SampleTransfer.Transfer("t", 10));
        var canceled = state.Post(SampleTransfer.Cancel("c", "t", 1));
        Assert.Equal(LedgerError.NotATransfer, state.Reject(SampleTransfer.Cancel("x", "f", 1)).Error);
        Assert.Equal(LedgerError.NotATransfer, state.Reject(SampleTransfer.Cancel("x", "c", 1)).Error);
        Assert.Equal(LedgerError.NotATransfer, state.Reject(SampleTransfer.Cancel("x", canceled.Counterpart!.Id, 1)).Error);
        Assert.Equal(LedgerError.AuthorizationNotFound, state.Reject(SampleTransfer.Cancel("x", "unknown", 1)).Error);
        Assert.Equal(LedgerError.AuthorizationNotFound, state.Reject(SampleTransfer.Cancel("x", state.Movements[0].Id, 1)).Error);
    }

    [Fact]
    public void A_forces_cancel_takes_back_neither_side()
    {
        var state = Pair();
        var posted = state.Post(SampleTransfer.Transfer("t", 10));
        Assert.Equal(LedgerError.NotAForcedOperation, state.Reject(Sample.Cancel("c", "t")).Error);
        foreach (var id in new[] { posted.Authorization.Id, posted.Counterpart!.Id })
            Assert.Equal(LedgerError.NotAForcedOperation, state.Reject(Sample.Cancel("c", "t") with { AuthorizationId = id }).Error);
    }

    [Fact]
    public void A_side_without_its_counterpart_stops_the_batch()
    {
        var first = Pair();
        first.Post(SampleTransfer.Transfer("t", 10));
        var state = SampleTransfer.BooksOf([.. first.Accounts.Select(account => SampleTransfer.Holding(account.Id, account.Balance))]);
        state.Load(first.Recorded.First() with { Id = 500 });
        Assert.Throws<InvariantViolatedException>(() => Ledger.Decide(state, SampleTransfer.Cancel("c", "t", 10)));
    }

    private static (decimal, decimal) Canceled(LedgerState state, long one, long other) =>
        (state.FindAuthorization(one)!.CanceledAmount, state.FindAuthorization(other)!.CanceledAmount);

    private static LedgerState Pair() =>
        SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 1000), SampleTransfer.Holding(SampleTransfer.Taker, 10));
}
