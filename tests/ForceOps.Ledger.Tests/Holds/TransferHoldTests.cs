namespace ForceOps.Tests;

/// <summary>Transfers of held money, and their cancellation, which holds the money again.</summary>
[Trait("Invariant", "I10")]
public sealed class TransferHoldTests
{
    private static readonly TransferParty Taker = SampleTransfer.Customer(SampleTransfer.Taker);

    [Fact]
    public void A_transfer_takes_the_money_and_the_hold_and_leaves_what_is_available()
    {
        var state = Held(100, 60);
        var posted = state.Post(SampleHold.Transfer("t", 40, "h1"));
        Assert.Equal((60, 20, 40), state.Money());
        Assert.Equal((AuthorizationType.Transfer, BalanceImpact.Debit), (posted.Authorization.Type, posted.Authorization.Impact));
        Assert.Equal(state.FindAuthorization(TrackingId.Parse("h1"))!.Id, posted.Authorization.Original!.Value.Id);
        var movement = Assert.Single(state.Movements);
        Assert.Equal((Sample.AccountId, InternalAccount.OutsideWorld, -20), (movement.DebitAccount, movement.CreditAccount,
            movement.DebitHeadroom));
        Assert.Equal(40, posted.Available);
    }

    [Fact]
    public void A_transfer_to_an_account_makes_a_pair_and_takes_from_the_oldest_holds()
    {
        var state = Held(100, 10, 20, 30);
        var posted = state.Post(SampleHold.Transfer("t", 25, to: Taker));
        Assert.Equal((75, 25), (state.Balance(), state.Balance(SampleTransfer.Taker)));
        Assert.Equal((0, 5, 30), (state.Left("h1"), state.Left("h2"), state.Left("h3")));
        Assert.Equal(posted.Authorization.Original, posted.Counterpart!.Original);
    }

    [Fact]
    public void Held_money_goes_whatever_the_balance_is_meanwhile()
    {
        var state = Held(100, 60);
        state.Accept(Sample.Force("f", 90));
        state.Post(SampleHold.Transfer("t", 60));
        Assert.Equal((-50, 0, -50), state.Money());
    }

    [Fact]
    public void A_cancel_gives_the_money_back_and_holds_it_again_the_newest_hold_first()
    {
        var state = Held(100, 10, 20, 30);
        state.Post(SampleHold.Transfer("t", 45, to: Taker));
        var next = Sample.Next(state);
        var canceled = next.Post(SampleHold.Cancel("c", 20, "t"));
        Assert.Equal((75, 35, 40), next.Money());
        Assert.Equal((0, 5, 30), (next.Left("h1"), next.Left("h2"), next.Left("h3")));
        Assert.Equal(25, next.Balance(SampleTransfer.Taker));
        Assert.Equal(SampleHold.CancelCode, canceled.Counterpart!.ProcessingCode);
        var last = Sample.Next(next);
        // What the first of the two batches saved and the second one did not change.
        last.Load(next.FindAuthorization(TrackingId.Parse("h1"))!);
        foreach (var change in state.HoldChanges)
            last.Load(change);
        Assert.Equal(LedgerError.AmountExceedsRemaining, last.Reject(SampleHold.Cancel("d", 25.01m, "t")).Error);
        last.Post(SampleHold.Cancel("d", 25, "t"));
        Assert.Equal((100, 60, 40), last.Money());
        Assert.Equal((10, 20, 30), (last.Left("h1"), last.Left("h2"), last.Left("h3")));
    }

    [Fact]
    public void A_cancel_of_a_transfer_gives_it_back_without_holding_it()
    {
        var state = Held(100, 60);
        state.Post(SampleHold.Transfer("t", 40));
        state.Post(SampleTransfer.Cancel("c", "t", 10));
        Assert.Equal((70, 20, 50), state.Money());
        Assert.Equal(LedgerError.AmountExceedsRemaining, state.Reject(SampleHold.Cancel("d", 30.01m, "t")).Error);
        state.Post(SampleHold.Cancel("d", 30, "t"));
        Assert.Equal((100, 50, 50), state.Money());
    }

    [Fact]
    public void Only_a_transfer_of_held_money_of_the_account_can_be_canceled()
    {
        var state = Held(100, 60);
        state.Post(SampleTransfer.Transfer("plain", 5, SampleTransfer.Customer(Sample.AccountId), SampleTransfer.World));
        state.Post(SampleHold.Transfer("t", 40, to: Taker));
        state.Post(SampleHold.Cancel("c", 1, "t"));
        foreach (var wrong in new[] { "plain", "h1" })
            Assert.Equal(LedgerError.NotAHold, state.Reject(SampleHold.Cancel("x", 1, wrong)).Error);
        Assert.Equal(LedgerError.AuthorizationNotFound, state.Reject(
            SampleHold.Cancel("x", 1, "t") with { AccountId = SampleTransfer.Taker }).Error);
        Assert.Equal(LedgerError.AuthorizationNotFound, state.Reject(SampleHold.Cancel("x", 1, "c")).Error);
    }

    [Fact]
    public void A_repeat_is_told_from_a_plain_transfer_and_its_cancel()
    {
        var state = Held(100, 60);
        state.Post(SampleHold.Transfer("t", 40, to: Taker));
        state.Post(SampleHold.Cancel("c", 1, "t"));
        Assert.Equal(RequestFields.None, state.Repeat(SampleHold.Transfer("t", 40, "h1", Taker)).Difference);
        Assert.Equal(RequestFields.Account, state.Repeat(SampleHold.Transfer("t", 40)).Difference);
        Assert.Equal(RequestFields.Kind, state.Repeat(
            SampleTransfer.Transfer("t", 40, SampleTransfer.Customer(Sample.AccountId), Taker)).Difference);
        Assert.Equal(RequestFields.None, state.Repeat(SampleHold.Cancel("c", 1, "t")).Difference);
        Assert.Equal(RequestFields.Amount, state.Repeat(SampleHold.Cancel("c", 2, "t")).Difference);
        Assert.Equal(RequestFields.Kind, state.Repeat(SampleTransfer.Cancel("c", "t", 1)).Difference);
    }

    private static LedgerState Held(decimal balance, params decimal[] amounts)
    {
        var state = SampleHold.BooksWith(balance);
        foreach (var (i, amount) in amounts.Index())
            state.Accept(SampleHold.Hold($"h{i + 1}", amount));
        return state;
    }
}
