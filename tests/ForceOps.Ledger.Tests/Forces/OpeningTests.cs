namespace ForceOps.Tests;

/// <summary>An account that a force names for the first time.</summary>
public sealed class OpeningTests
{
    [Fact]
    public void The_first_force_opens_the_account_in_its_own_currency()
    {
        var state = Sample.LedgerState();
        var authorization = state.Accept(Sample.Force("t", 40, Sample.CreditCode) with { Currency = Sample.Jpy });

        var account = Assert.Single(state.Accounts);
        Assert.True(account.IsNew);
        Assert.Equal((Sample.AccountId, Sample.Jpy), (account.Id, account.Currency));
        Assert.Equal((0, 40), (account.LoadedBalance, account.Balance));
        Assert.Equal(Sample.Jpy, authorization.Currency);
    }

    [Fact]
    public void Without_a_currency_it_is_the_orgs()
    {
        var state = Sample.LedgerState(Sample.Rules with { Currency = Sample.Bhd });
        state.Accept(Sample.Force("t", 40.125m));
        Assert.Equal(Sample.Bhd, Assert.Single(state.Accounts).Currency);
    }

    [Fact]
    public void The_second_force_of_a_batch_finds_it_open()
    {
        var state = Sample.LedgerState();
        state.Accept(Sample.Force("one", 40, Sample.CreditCode) with { Currency = Sample.Jpy });
        state.Accept(Sample.Force("two", 2));
        Assert.Equal(38, Assert.Single(state.Accounts).Balance);
    }

    [Fact]
    public void The_decimals_of_the_currency_it_would_have_count_already()
    {
        var state = Sample.LedgerState();
        Assert.Equal(LedgerError.TooManyDecimals, state.Reject(Sample.Force("t", 40.25m) with { Currency = Sample.Jpy }).Error);
        Assert.Empty(state.Accounts);
    }

    [Theory]
    [InlineData(Channel.Pismo, AccountKind.Customer)]
    [InlineData(Channel.Bluefin, AccountKind.Merchant)]
    [InlineData(Channel.Fiserv, AccountKind.Merchant)]
    public void Card_dialects_open_merchants(Channel channel, AccountKind kind)
    {
        var state = Sample.LedgerState();
        state.Accept(Sample.Force("t", 40.25m) with { Channel = channel });
        Assert.Equal(kind, Assert.Single(state.Accounts).Kind);
    }

    [Fact]
    public void Where_the_org_forbids_it_no_account_is_opened()
    {
        var state = Sample.LedgerState(Sample.Rules with { OpenOnFirstUse = false });
        Assert.Equal(LedgerError.AccountNotFound, state.Reject(Sample.Force("t", 40.25m)).Error);
        Assert.Empty(state.Accounts);
    }

    [Fact]
    public void A_refused_force_opens_nothing()
    {
        var state = Sample.LedgerState();
        state.Reject(Sample.Force("t", 40.25m, ProcessingCode.Parse("gone")));
        Assert.Empty(state.Accounts);
    }

    [Fact]
    public void A_code_without_impact_opens_it_all_the_same()
    {
        var state = Sample.LedgerState();
        state.Accept(Sample.Force("t", 40.25m, Sample.NeutralCode));
        Assert.Equal(0, Assert.Single(state.Accounts).Balance);
    }

    [Fact]
    public void An_account_that_is_there_is_not_new()
    {
        var state = Sample.StateWith(10);
        state.Accept(Sample.Force("t", 1));
        Assert.False(Assert.Single(state.Accounts).IsNew);
        Assert.Equal(10, Assert.Single(state.Accounts).LoadedBalance);
    }
}
