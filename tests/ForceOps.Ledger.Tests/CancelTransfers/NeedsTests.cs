namespace ForceOps.Tests;

/// <summary>What a writer must lock and read for operations; that it is enough is for <see cref="BatchingProperties"/>.</summary>
public sealed class NeedsTests
{
    [Fact]
    public void A_transfer_needs_its_accounts_with_their_limits_and_the_other_side_of_an_earlier_one()
    {
        var prefetch = Of(SampleTransfer.Transfer(
            "t", 1), SampleTransfer.Transfer("in", 1, SampleTransfer.Card(1), SampleTransfer.Merchant(SampleTransfer.Shop)));
        Assert.Equal([SampleTransfer.Giver, SampleTransfer.Taker, SampleTransfer.Shop], prefetch.Accounts);
        Assert.Equal((true, true, false), (prefetch.AnyLimits, prefetch.AnyCounterpart, prefetch.AnyCancellation));
        Assert.Equal([TrackingId.Parse("t"), TrackingId.Parse("in")], prefetch.TrackingIds);
    }

    [Fact]
    public void A_force_needs_neither_limits_nor_other_sides()
    {
        var prefetch = Of(Sample.Force("t", 1), Sample.Cancel("c", "t"));
        Assert.Equal((false, false, true), (prefetch.AnyLimits, prefetch.AnyCounterpart, prefetch.AnyCancellation));
    }

    [Fact]
    public void A_cancel_takes_back_both_sides_whichever_name_it_uses()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 10), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var posted = state.Post(SampleTransfer.Transfer("t", 10));
        var (debit, credit) = (posted.Authorization, posted.Counterpart!);
        foreach (var cancel in new[] { SampleTransfer.Cancel("c", "t", 1), SampleTransfer.Cancel("c", debit.Id, 1),
            SampleTransfer.Cancel("c", credit.Id, 1) })
            Assert.Equal((true, true), (Of(cancel).Cancels(debit), Of(cancel).Cancels(credit)));
        foreach (var other in new[] { SampleTransfer.Cancel("t", "other", 1), SampleTransfer.Cancel("c", 99, 1) })
            Assert.Equal((false, false), (Of(other).Cancels(debit), Of(other).Cancels(credit)));
    }

    [Fact]
    public void Cleared_they_need_nothing()
    {
        var prefetch = Of(SampleTransfer.Transfer("t", 1), SampleTransfer.Cancel("c", "t", 1), SampleTransfer.Cancel("c2", 5, 1));
        prefetch.Clear();
        Assert.Equal((false, false, false), (prefetch.AnyLimits, prefetch.AnyCounterpart, prefetch.AnyCancellation));
        Assert.Empty(prefetch.Accounts);
        Assert.Empty(prefetch.Authorizations);
        Assert.Empty(prefetch.TrackingIds);
    }

    private static Prefetch Of(params Operation[] operations)
    {
        var prefetch = new Prefetch();
        foreach (var operation in operations)
            prefetch.Add(operation);
        return prefetch;
    }
}
