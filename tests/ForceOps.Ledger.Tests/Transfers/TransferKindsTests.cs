namespace ForceOps.Tests;

/// <summary>Every pair of parties: who gets which authorization, and between whom the money moves.</summary>
public sealed class TransferKindsTests
{
    [Fact]
    public void Account_to_account_makes_a_pair_and_one_movement_that_belongs_to_the_giving_side()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 100), SampleTransfer.Holding(SampleTransfer.Taker, 5));
        var transfer = SampleTransfer.Transfer("t", 40.25m) with { Descriptor = "rent", Metadata = """{"a":1}""", InTimeline = false };
        var posted = state.Post(transfer);

        var debit = new Authorization
        {
            Id = 1,
            TrackingId = transfer.TrackingId,
            Type = AuthorizationType.Transfer,
            Channel = Channel.Pismo,
            AccountId = SampleTransfer.Giver,
            CounterpartId = 2,
            ProcessingCode = SampleTransfer.Debit,
            Impact = BalanceImpact.Debit,
            Amount = 40.25m,
            Currency = Sample.Usd,
            Descriptor = "rent",
            Metadata = """{"a":1}""",
            EventDate = Sample.Now,
            InTimeline = false,
            CorrelationId = "cid",
        };
        var credit = debit with
        {
            Id = 2,
            AccountId = SampleTransfer.Taker,
            CounterpartId = 1,
            ProcessingCode = SampleTransfer.Credit,
            Impact = BalanceImpact.Credit,
        };
        Assert.Equal(new Outcome.Accepted(debit) { Counterpart = credit, Available = 59.75m }, posted);
        Assert.Equal([debit, credit], state.Recorded);
        var movement = new Movement(3, 1, MovementKind.Principal, SampleTransfer.Giver, SampleTransfer.Taker, 40.25m, 59.75m, 45.25m);
        Assert.Equal(movement, Assert.Single(state.Movements));
        Assert.Equal((59.75m, 45.25m, 3), (state.Balance(SampleTransfer.Giver), state.Balance(SampleTransfer.Taker), state.IdsUsed));
    }

    [Fact]
    public void Both_sides_are_found_by_id_and_the_giving_side_by_the_tracking_id()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 100), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var posted = state.Post(SampleTransfer.Transfer("t", 1));
        Assert.Equal(posted.Authorization, state.FindAuthorization(TrackingId.Parse("t")));
        Assert.Equal(posted.Counterpart, state.FindAuthorization(posted.Counterpart!.Id));
        Assert.Equal((true, false), (posted.Authorization.OwnsTrackingId, posted.Counterpart.OwnsTrackingId));
        Assert.Equal(posted.Authorization, Sample.Next(state).FindAuthorization(TrackingId.Parse("t")));
    }

    [Fact]
    public void Cash_in_credits_the_account_from_the_outside_world()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 5, AccountFunds.None with { CreditLimit = 10 }));
        var posted = state.Post(SampleTransfer.Transfer("t", 100, from: SampleTransfer.World));

        Assert.Null(posted.Counterpart);
        Assert.Equal(115, posted.Available);
        Assert.Equal((SampleTransfer.Taker, BalanceImpact.Credit), (posted.Authorization.AccountId, posted.Authorization.Impact));
        Assert.Equal((SampleTransfer.CashIn, null), (posted.Authorization.ProcessingCode, posted.Authorization.CounterpartId));
        Assert.Equal("custom_info:DEPOSIT:my-external-id-test-01", posted.Authorization.External);
        var movement = new Movement(2, 1, MovementKind.Principal, InternalAccount.OutsideWorld, SampleTransfer.Taker, 100, null, 105)
        {
            CreditHeadroom = 10,
        };
        Assert.Equal(movement, Assert.Single(state.Movements));
        Assert.Same(posted.Authorization, Assert.Single(state.Recorded));
    }

    [Fact]
    public void Cash_out_debits_the_account_to_the_outside_world()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 105));
        var posted = state.Post(SampleTransfer.Transfer("t", 100, to: SampleTransfer.World));

        Assert.Null(posted.Counterpart);
        Assert.Equal(5, posted.Available);
        Assert.Equal((SampleTransfer.Giver, BalanceImpact.Debit), (posted.Authorization.AccountId, posted.Authorization.Impact));
        Assert.Equal((SampleTransfer.CashOut, SampleTransfer.World.External),
            (posted.Authorization.ProcessingCode, posted.Authorization.External));
        var movement = new Movement(2, 1, MovementKind.Principal, SampleTransfer.Giver, InternalAccount.OutsideWorld, 100, 5, null);
        Assert.Equal(movement, Assert.Single(state.Movements));
    }

    [Fact]
    public void Account_to_merchant_is_a_pair_like_any_other()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 50), SampleTransfer.Holding(SampleTransfer.Shop, 7));
        var posted = state.Post(SampleTransfer.Transfer("t", 50, to: SampleTransfer.Merchant(SampleTransfer.Shop)));
        Assert.Equal((SampleTransfer.Giver, SampleTransfer.Shop), (posted.Authorization.AccountId, posted.Counterpart!.AccountId));
        Assert.Equal((SampleTransfer.Debit, SampleTransfer.Credit),
            (posted.Authorization.ProcessingCode, posted.Counterpart.ProcessingCode));
        Assert.Equal((0, 57), (state.Balance(SampleTransfer.Giver), state.Balance(SampleTransfer.Shop)));
        Assert.Equal(0, posted.Available);
    }

    [Fact]
    public void A_card_pays_an_account_through_the_acquirer()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var posted = state.Post(SampleTransfer.Transfer("t", 30, from: SampleTransfer.Card(SampleTransfer.GoodCard)));
        Assert.Equal(("card:4000", SampleTransfer.CashIn), (posted.Authorization.External, posted.Authorization.ProcessingCode));
        Assert.Null(posted.Counterpart);
        var movement = new Movement(2, 1, MovementKind.Principal, InternalAccount.Acquirer, SampleTransfer.Taker, 30, null, 30);
        Assert.Equal(movement, Assert.Single(state.Movements));
    }

    [Fact]
    public void A_card_pays_a_merchant_through_the_acquirer()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Shop, 0));
        var transfer = SampleTransfer.Transfer(
            "t", 30, SampleTransfer.Card(SampleTransfer.GoodCard), SampleTransfer.Merchant(SampleTransfer.Shop));
        var posted = state.Post(transfer);
        Assert.Equal((SampleTransfer.Shop, "card:4000"), (posted.Authorization.AccountId, posted.Authorization.External));
        Assert.Equal((InternalAccount.Acquirer, SampleTransfer.Shop), (state.Movements[0].DebitAccount, state.Movements[0].CreditAccount));
    }

    [Fact]
    public void An_account_that_does_not_exist_is_opened_by_nobody()
    {
        var giver = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 100));
        Assert.Equal(LedgerError.AccountNotFound, giver.Reject(SampleTransfer.Transfer("t", 1)).Error);
        Assert.Single(giver.Accounts);
        var taker = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 100));
        Assert.Equal(LedgerError.AccountNotFound, taker.Reject(SampleTransfer.Transfer("t", 1)).Error);
        Assert.Equal(LedgerError.AccountNotFound, SampleTransfer.BooksOf().Reject(
            SampleTransfer.Transfer("t", 1, SampleTransfer.World)).Error);
    }

    [Fact]
    public void An_account_that_a_force_of_the_same_batch_opened_can_give_at_once()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        state.Accept(Sample.Force("f", 40, Sample.CreditCode) with { AccountId = SampleTransfer.Giver });
        state.Post(SampleTransfer.Transfer("t", 40));
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleTransfer.Transfer("t2", 0.01m)).Error);
    }

    [Fact]
    public void A_transfer_charges_no_fee()
    {
        var rules = Sample.Org([.. SampleTransfer.Codes, Sample.Rule(Sample.FeeCode, BalanceImpact.Debit, new FeeRule(1.50m, 10))]);
        var state = SampleTransfer.BooksOf(
            rules, SampleTransfer.Holding(SampleTransfer.Giver, 40), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var posted = state.Post(SampleTransfer.Transfer("t", 40) with { DebitCode = Sample.FeeCode });
        Assert.Equal((0, 0), (posted.Authorization.Fee, state.Balance(SampleTransfer.Giver)));
    }
}
