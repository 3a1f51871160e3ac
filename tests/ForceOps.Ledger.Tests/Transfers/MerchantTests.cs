namespace ForceOps.Tests;

/// <summary>A merchant is an account of that kind; its first sale opens it.</summary>
public sealed class MerchantTests
{
    private static readonly TransferParty Shop = SampleTransfer.Merchant(SampleTransfer.Shop);

    [Fact]
    public void The_first_sale_opens_it_in_the_givers_currency()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 500, currency: Sample.Jpy));
        var posted = state.Post(SampleTransfer.Transfer("t", 300, to: Shop));

        var account = state.FindAccount(SampleTransfer.Shop)!;
        Assert.Equal((true, AccountKind.Merchant, Sample.Jpy), (account.IsNew, account.Kind, account.Currency));
        Assert.Equal((0, 300), (account.LoadedBalance, account.Balance));
        Assert.Equal(account.Id, posted.Counterpart!.AccountId);
    }

    [Fact]
    public void Paid_by_card_it_opens_in_the_named_currency_or_the_orgs()
    {
        var named = SampleTransfer.BooksOf();
        named.Post(SampleTransfer.Transfer("t", 300, SampleTransfer.Card(SampleTransfer.GoodCard), Shop) with { Currency = Sample.Jpy });
        Assert.Equal(Sample.Jpy, Assert.Single(named.Accounts).Currency);

        var orgs = SampleTransfer.BooksOf(Sample.Rules with { Currency = Sample.Bhd });
        var posted = orgs.Post(SampleTransfer.Transfer("t", 3.125m, SampleTransfer.Card(SampleTransfer.GoodCard), Shop));
        Assert.Equal((Sample.Bhd, 3.125m), (Assert.Single(orgs.Accounts).Currency, posted.Available));
    }

    [Fact]
    public void Where_the_org_forbids_it_it_must_be_there()
    {
        var rules = Sample.Rules with { OpenOnFirstUse = false };
        var transfer = SampleTransfer.Transfer("t", 1, to: Shop);
        Assert.Equal(LedgerError.AccountNotFound, SampleTransfer.BooksOf(
            rules, SampleTransfer.Holding(SampleTransfer.Giver, 9)).Reject(transfer).Error);
        var open = SampleTransfer.BooksOf(
            rules, SampleTransfer.Holding(SampleTransfer.Giver, 9), SampleTransfer.Holding(SampleTransfer.Shop, 0));
        open.Post(transfer);
    }

    [Fact]
    public void A_refused_sale_opens_nothing()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 1));
        state.Reject(SampleTransfer.Transfer("t", 2, to: Shop));
        state.Reject(SampleTransfer.Transfer("t", 2, SampleTransfer.Card(SampleTransfer.DeclinedCard), Shop));
        Assert.Single(state.Accounts);
    }

    [Fact]
    public void It_gives_what_it_has()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Shop, 40), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleTransfer.Transfer("t", 40.01m, Shop)).Error);
        var posted = state.Post(SampleTransfer.Transfer("t", 40, Shop));
        Assert.Equal((SampleTransfer.Shop, SampleTransfer.Debit), (posted.Authorization.AccountId, posted.Authorization.ProcessingCode));
        var settled = state.Reject(SampleTransfer.Transfer("s", 0.01m, Shop, SampleTransfer.World));
        Assert.Equal(LedgerError.InsufficientFunds, settled.Error);
    }

    [Fact]
    public void One_that_has_never_sold_has_nothing_to_give()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleTransfer.Transfer("t", 1, Shop)).Error);
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleTransfer.Transfer("t", 1, Shop, SampleTransfer.Merchant(71))).Error);
        Assert.Single(state.Accounts);
    }

    [Fact]
    public void It_gives_at_once_what_it_was_paid_in_the_same_batch()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 40), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        state.Post(SampleTransfer.Transfer("in", 40, to: Shop));
        var posted = state.Post(SampleTransfer.Transfer("out", 39, Shop));
        Assert.Equal(1, posted.Available);
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleTransfer.Transfer("more", 1.01m, Shop)).Error);
    }

    [Fact]
    public void A_customers_account_is_no_merchant_and_a_merchant_no_customers_account()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 40), SampleTransfer.Holding(SampleTransfer.Shop, 40));
        Assert.Equal(LedgerError.AccountNotFound, state.Reject(
            SampleTransfer.Transfer("t", 1, to: SampleTransfer.Customer(SampleTransfer.Shop))).Error);
        Assert.Equal(LedgerError.AccountNotFound, state.Reject(
            SampleTransfer.Transfer("t", 1, Shop, SampleTransfer.Merchant(SampleTransfer.Giver))).Error);
    }

    [Fact]
    public void A_merchant_that_a_card_dialect_opened_is_one()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        state.Accept(Sample.Force("f", 40, Sample.CreditCode) with { AccountId = SampleTransfer.Shop, Channel = Channel.Bluefin });
        state.Post(SampleTransfer.Transfer("t", 40, Shop));
        Assert.Equal(0, state.Balance(SampleTransfer.Shop));
    }
}
