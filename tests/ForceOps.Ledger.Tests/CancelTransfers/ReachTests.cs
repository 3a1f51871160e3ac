namespace ForceOps.Tests;

/// <summary>A caller who is confined to one account, and cancels that name their account by an authorization.</summary>
public sealed class ReachTests
{
    [Theory]
    [InlineData(SampleTransfer.Giver, true)]
    [InlineData(SampleTransfer.Taker, true)]
    [InlineData(3, false)]
    public void A_caller_with_one_account_reaches_the_transfers_that_it_has_a_side_of(long own, bool reached)
    {
        foreach (var side in new[] { 1, 2 })
        {
            var state = Pair();
            state.Post(SampleTransfer.Transfer("t", 10));
            var outcome = Ledger.Decide(state, SampleTransfer.Cancel("c", side, 10) with { ConfinedTo = own });
            Assert.Equal(reached ? null : LedgerError.AccountOutOfReach, (outcome as Outcome.Rejected)?.Error);
        }
    }

    [Fact]
    public void A_caller_with_one_account_reaches_its_own_forces_only()
    {
        var state = Sample.StateWith(0);
        state.Accept(Sample.Force("f", 10));
        Assert.Equal(LedgerError.AccountOutOfReach, state.Reject(Sample.Cancel("c", "f") with { ConfinedTo = Sample.AccountId + 1 }).Error);
        state.Accept(Sample.Cancel("c", "f") with { ConfinedTo = Sample.AccountId });
    }

    private static LedgerState Pair() =>
        SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 1000), SampleTransfer.Holding(SampleTransfer.Taker, 10));
}
