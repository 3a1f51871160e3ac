namespace ForceOps.Tests;

/// <summary>A batch of card sales: voided while it is open, refunded once it is settled.</summary>
public sealed class SettlementTests
{
    [Theory]
    [InlineData(Settlement.Before, 0, null)]
    [InlineData(Settlement.Before, 1, null)]
    [InlineData(Settlement.Before, 2, LedgerError.AlreadySettled)]
    [InlineData(Settlement.After, 1, LedgerError.NotYetSettled)]
    [InlineData(Settlement.After, 2, null)]
    [InlineData(Settlement.Any, 0, null)]
    [InlineData(Settlement.Any, 2, null)]
    public void The_batch_decides_whether_a_sale_may_be_taken_back(Settlement settlement, long settledBelow, LedgerError? error)
    {
        var state = new LedgerState(Sample.Rules, Sample.Now, firstId: 1) { SettledBelow = settledBelow };
        state.Accept(Sample.Force("t", 40.25m) with { Channel = Channel.Fiserv });
        var cancel = Sample.Cancel("c", "t") with { Channel = Channel.Fiserv, Settlement = settlement };
        if (error is { } expected)
            Assert.Equal(expected, state.Reject(cancel).Error);
        else
            Assert.Equal(40.25m, state.Accept(cancel).Amount);
    }

    [Fact]
    public void A_repeat_is_told_so_even_if_the_batch_was_settled_since()
    {
        var state = Sample.LedgerState();
        var sale = state.Accept(Sample.Force("t", 40.25m));
        var cancel = Sample.Cancel("c", "t") with { Settlement = Settlement.Before };
        var first = state.Accept(cancel);
        var next = new LedgerState(Sample.Rules, Sample.Now, firstId: 1000) { SettledBelow = 1000 };
        next.Load(sale);
        next.Load(first);
        Assert.Equal(RequestFields.None, next.Repeat(cancel).Difference);
    }
}
