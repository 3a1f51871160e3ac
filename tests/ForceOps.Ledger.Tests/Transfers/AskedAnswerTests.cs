namespace ForceOps.Tests;

/// <summary>An operation that brings the acquirer's answer along, as a fault makes it do.</summary>
public sealed class AskedAnswerTests
{
    [Theory]
    [InlineData(AcquirerAnswer.Declined, LedgerError.AcquirerDeclined)]
    [InlineData(AcquirerAnswer.TimedOut, LedgerError.AcquirerTimedOut)]
    public void A_good_card_is_refused_and_nothing_is_posted(AcquirerAnswer answer, LedgerError error)
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        Assert.Equal(error, state.Reject(SampleTransfer.Transfer(
            "t", 1, SampleTransfer.Card(SampleTransfer.GoodCard)) with { AcquirerAnswer = answer }).Error);
        Assert.Empty(state.Recorded);
        state.Post(SampleTransfer.Transfer("t", 1, SampleTransfer.Card(SampleTransfer.GoodCard)));
    }

    [Theory]
    [InlineData(SampleTransfer.DeclinedCard)]
    [InlineData(SampleTransfer.LateCard)]
    public void A_bad_card_is_approved(long card)
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var posted = state.Post(SampleTransfer.Transfer(
            "t", 1, SampleTransfer.Card(card)) with { AcquirerAnswer = AcquirerAnswer.Approved });
        // The refund is an order of its own, and the card answers it as ever.
        var refused = state.Reject(SampleTransfer.Cancel("c", posted.Authorization.Id, 1)).Error;
        Assert.Equal(card == SampleTransfer.DeclinedCard ? LedgerError.AcquirerDeclined : LedgerError.AcquirerTimedOut, refused);
        state.Post(SampleTransfer.Cancel("c", posted.Authorization.Id, 1) with { AcquirerAnswer = AcquirerAnswer.Approved });
    }

    [Fact]
    public void The_refund_of_a_good_card_is_refused()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var posted = state.Post(SampleTransfer.Transfer("t", 1, SampleTransfer.Card(SampleTransfer.GoodCard)));
        var cancel = SampleTransfer.Cancel("c", posted.Authorization.Id, 1);
        Assert.Equal(LedgerError.AcquirerDeclined, state.Reject(cancel with { AcquirerAnswer = AcquirerAnswer.Declined }).Error);
        state.Post(cancel);
    }

    [Fact]
    public void Who_has_no_card_asks_nobody()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 10), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var posted = state.Post(SampleTransfer.Transfer("t", 1) with { AcquirerAnswer = AcquirerAnswer.Declined });
        state.Post(SampleTransfer.Cancel("c", posted.Authorization.Id, 1) with { AcquirerAnswer = AcquirerAnswer.TimedOut });
    }

    [Fact]
    public void It_is_asked_in_its_place_and_makes_no_other_request_of_this_one()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var declined = SampleTransfer.Transfer(
            "t", 1, SampleTransfer.Card(SampleTransfer.GoodCard)) with { AcquirerAnswer = AcquirerAnswer.Declined };
        Assert.Equal(LedgerError.TooManyDecimals, state.Reject(declined with { Amount = Amount.Create(1.001m) }).Error);
        var first = state.Post(declined with { AcquirerAnswer = null });
        var again = Assert.IsType<Outcome.Duplicate>(Ledger.Decide(state, declined));
        Assert.Equal((first.Authorization.Id, RequestFields.None), (again.Earlier.Id, again.Difference));
    }

    [Fact]
    public void What_waits_to_be_posted_is_repeated_whatever_the_acquirer_is_to_say()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var later = SampleTransfer.Transfer("t", 1, SampleTransfer.Card(SampleTransfer.GoodCard)) with { Delay = TimeSpan.FromSeconds(1) };
        var waiting = Assert.IsType<Outcome.Delayed>(Ledger.Decide(state, later with { AcquirerAnswer = AcquirerAnswer.Declined })).Waiting;
        Assert.IsType<Outcome.Delayed>(Ledger.Decide(state, later));
        Assert.Equal(LedgerError.AcquirerDeclined, Assert.IsType<Outcome.Rejected>(Ledger.Finish(state, waiting)).Error);
    }
}
