namespace ForceOps.Tests;

/// <summary>The card's last two digits choose the acquirer's answer.</summary>
public sealed class AcquirerTests
{
    [Theory]
    [InlineData(5, AcquirerAnswer.Declined)]
    [InlineData(105, AcquirerAnswer.Declined)]
    [InlineData(4_000_000_000_000_005, AcquirerAnswer.Declined)]
    [InlineData(68, AcquirerAnswer.TimedOut)]
    [InlineData(4_000_000_000_000_068, AcquirerAnswer.TimedOut)]
    [InlineData(1, AcquirerAnswer.Approved)]
    [InlineData(15, AcquirerAnswer.Approved)]
    [InlineData(500, AcquirerAnswer.Approved)]
    [InlineData(6, AcquirerAnswer.Approved)]
    [InlineData(568, AcquirerAnswer.TimedOut)]
    [InlineData(6805, AcquirerAnswer.Declined)]
    [InlineData(long.MaxValue, AcquirerAnswer.Approved)]
    public void The_ending_decides(long card, AcquirerAnswer answer) => Assert.Equal(answer, Acquirer.Ask(card));

    [Theory]
    [InlineData(SampleTransfer.DeclinedCard, LedgerError.AcquirerDeclined)]
    [InlineData(SampleTransfer.LateCard, LedgerError.AcquirerTimedOut)]
    public void What_the_acquirer_refuses_is_not_posted(long card, LedgerError error)
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        foreach (var to in new[] { SampleTransfer.Customer(SampleTransfer.Taker), SampleTransfer.Merchant(SampleTransfer.Shop) })
            Assert.Equal(error, state.Reject(SampleTransfer.Transfer("t", 1, SampleTransfer.Card(card), to)).Error);
        Assert.Empty(state.Recorded);
        Assert.Single(state.Accounts);
        state.Post(SampleTransfer.Transfer("t", 1, SampleTransfer.Card(SampleTransfer.GoodCard)));
    }

    [Theory]
    [InlineData("card:68", 68L)]
    [InlineData("card:9223372036854775807", long.MaxValue)]
    [InlineData("custom_info:card:68", null)]
    [InlineData(null, null)]
    public void A_card_is_known_by_how_it_is_written_down(string? external, long? card) => Assert.Equal(card, Acquirer.CardOf(external));

    [Fact]
    public void An_outside_party_that_calls_itself_a_card_is_none()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var posted = state.Post(SampleTransfer.Transfer("t", 1, new TransferParty.Outside("card", "05")));
        Assert.Equal(InternalAccount.OutsideWorld, Assert.Single(state.Movements).DebitAccount);
        state.Post(SampleTransfer.Cancel("c", posted.Authorization.Id, 1));
    }
}
