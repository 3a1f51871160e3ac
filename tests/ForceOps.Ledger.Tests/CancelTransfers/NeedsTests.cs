namespace ForceOps.Tests;

/// <summary>What a writer must lock and read for operations; that it is enough is for <see cref="BatchingProperties"/>.</summary>
public sealed class NeedsTests
{
    [Fact]
    public void A_transfer_needs_its_accounts_with_their_limits_and_the_other_side_of_an_earlier_one()
    {
        var needs = Of(SampleTransfer.Transfer("t", 1), SampleTransfer.Transfer("in", 1, SampleTransfer.Card(1), SampleTransfer.Merchant(SampleTransfer.Shop)));
        Assert.Equal([SampleTransfer.Giver, SampleTransfer.Taker, SampleTransfer.Shop], needs.Accounts);
        Assert.Equal((true, true, false), (needs.AnyFunds, needs.AnyPair, needs.AnyCancellation));
        Assert.Equal([TrackingId.Parse("t"), TrackingId.Parse("in")], needs.TrackingIds);
    }

    [Fact]
    public void A_force_needs_neither_limits_nor_other_sides()
    {
        var needs = Of(Sample.Force("t", 1), Sample.Cancel("c", "t"));
        Assert.Equal((false, false, true), (needs.AnyFunds, needs.AnyPair, needs.AnyCancellation));
    }

    [Fact]
    public void A_cancel_takes_back_both_sides_whichever_name_it_uses()
    {
        var books = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 10), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var posted = books.Post(SampleTransfer.Transfer("t", 10));
        var (debit, credit) = (posted.Authorization, posted.Counterpart!);
        foreach (var cancel in new[] { SampleTransfer.Cancel("c", "t", 1), SampleTransfer.Cancel("c", debit.Id, 1), SampleTransfer.Cancel("c", credit.Id, 1) })
            Assert.Equal((true, true), (Of(cancel).Cancels(debit), Of(cancel).Cancels(credit)));
        foreach (var other in new[] { SampleTransfer.Cancel("t", "other", 1), SampleTransfer.Cancel("c", 99, 1) })
            Assert.Equal((false, false), (Of(other).Cancels(debit), Of(other).Cancels(credit)));
    }

    [Fact]
    public void Cleared_they_need_nothing()
    {
        var needs = Of(SampleTransfer.Transfer("t", 1), SampleTransfer.Cancel("c", "t", 1), SampleTransfer.Cancel("c2", 5, 1));
        needs.Clear();
        Assert.Equal((false, false, false), (needs.AnyFunds, needs.AnyPair, needs.AnyCancellation));
        Assert.Empty(needs.Accounts);
        Assert.Empty(needs.Authorizations);
        Assert.Empty(needs.TrackingIds);
    }

    private static Needs Of(params Operation[] operations)
    {
        var needs = new Needs();
        foreach (var operation in operations)
            needs.Add(operation);
        return needs;
    }
}
