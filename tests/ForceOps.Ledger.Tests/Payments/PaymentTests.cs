namespace ForceOps.Tests;

/// <summary>Cash-ins, cash-outs and payments between accounts, granted and denied.</summary>
public sealed class PaymentTests
{
    [Fact]
    public void A_credit_code_brings_money_in_and_a_debit_code_takes_it_out()
    {
        var state = Books(10);
        var cashIn = state.Accept(SamplePayment.Payment("in", 40.25m));
        var cashOut = state.Accept(SamplePayment.Payment("out", 50, SampleTransfer.CashOut));
        Assert.Equal((AuthorizationType.Payment, BalanceImpact.Credit), (cashIn.Type, cashIn.Impact));
        Assert.Equal((AuthorizationType.Payment, BalanceImpact.Debit), (cashOut.Type, cashOut.Impact));
        Assert.Equal(0.25m, state.Balance());
        Assert.Equal(
            [(InternalAccount.OutsideWorld, Sample.AccountId, 40.25m), (Sample.AccountId, InternalAccount.OutsideWorld, 50m)],
            state.Movements.Select(movement => (movement.DebitAccount, movement.CreditAccount, movement.Amount)));
    }

    [Fact]
    public void A_denial_moves_nothing_and_uses_its_tracking_id_up()
    {
        var state = Books(10);
        var asked = SamplePayment.Payment("t", 10.01m, SampleTransfer.CashOut);
        var denied = state.Deny(asked, LedgerError.InsufficientFunds).Authorization;
        Assert.Equal((10m, 0, 1, 1), (state.Balance(), state.Movements.Count, state.RecordedCount, state.IdsUsed));
        Assert.Equal((10.01m, BalanceImpact.Debit, Sample.Usd), (denied.Amount, denied.Impact, denied.Currency));

        state.Accept(Sample.Force("more", 100, Sample.CreditCode));
        var repeat = Sample.Next(state).Repeat(asked);
        Assert.Equal((LedgerError.InsufficientFunds, RequestFields.None), (repeat.Earlier.Denied, repeat.Difference));
        Assert.Equal(RequestFields.Amount, state.Repeat(asked with { Amount = Amount.Create(1) }).Difference);
        Assert.Equal(RequestFields.Kind, state.Repeat(Sample.Force("t", 1)).Difference);
    }

    [Fact]
    public void A_denial_does_not_count_for_the_day_and_a_payment_does()
    {
        var state = Books(100, AccountFunds.None with { PerDay = 50 });
        state.Deny(SamplePayment.Payment("t1", 50.01m, SampleTransfer.CashOut), LedgerError.LimitExceeded);
        state.Accept(SamplePayment.Payment("t2", 50, SampleTransfer.CashOut));
        state.Deny(SamplePayment.Payment("t3", 0.01m, SampleTransfer.CashOut), LedgerError.LimitExceeded);
    }

    [Theory]
    [InlineData("gone", LedgerError.ProcessingCodeNotFound)]
    [InlineData("000000", LedgerError.ProcessingCodeMismatch)]
    public void A_code_that_says_no_direction_is_denied_without_one(string code, LedgerError error)
    {
        var denied = Books(10).Deny(SamplePayment.Payment("t", 1, ProcessingCode.Parse(code)), error).Authorization;
        Assert.Equal(BalanceImpact.None, denied.Impact);
    }

    [Fact]
    public void A_denial_keeps_the_currency_that_was_asked_for()
    {
        var state = Books(10);
        var asked = SamplePayment.Payment("t", 1) with { Currency = Sample.Jpy };
        Assert.Equal(Sample.Jpy, state.Deny(asked, LedgerError.CurrencyMismatch).Authorization.Currency);
        Assert.Equal(RequestFields.None, state.Repeat(asked).Difference);
        Assert.Equal(RequestFields.Currency, state.Repeat(asked with { Currency = Sample.Usd }).Difference);
    }

    [Fact]
    public void An_account_that_nobody_opened_is_refused_and_nothing_is_stored()
    {
        var state = Sample.LedgerState();
        Assert.Equal(LedgerError.AccountNotFound,
            Assert.IsType<Outcome.Rejected>(Ledger.Decide(state, SamplePayment.Payment("t", 1))).Error);
        state.Load(SampleTransfer.Holding(Sample.AccountId, 0));
        state.Accept(SamplePayment.Payment("t", 1));
    }

    [Fact]
    public void A_merchants_account_is_no_account_for_payments()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Shop, 10), SampleTransfer.Holding(SampleTransfer.Giver, 10));
        state.Deny(SamplePayment.Payment("t", 1) with { AccountId = SampleTransfer.Shop }, LedgerError.AccountNotFound);
        state.Deny(SamplePayment.Transfer("t2", 1) with { To = SampleTransfer.Shop }, LedgerError.AccountNotFound);
    }

    [Fact]
    public void A_payment_between_accounts_has_two_sides_and_one_movement()
    {
        var state = Pair(100);
        var posted = state.Post(SamplePayment.Transfer("t", 30));
        Assert.Null(posted.Denial);
        Assert.Equal((70, 30), (state.Balance(SampleTransfer.Giver), state.Balance(SampleTransfer.Taker)));
        Assert.Equal((posted.Counterpart!.Id, posted.Authorization.Id),
            (posted.Authorization.CounterpartId, posted.Counterpart.CounterpartId));
        Assert.All(state.Recorded, row => Assert.Equal(AuthorizationType.Payment, row.Type));
        Assert.Single(state.Movements);
    }

    [Fact]
    public void A_denied_payment_between_accounts_is_stored_on_both()
    {
        var state = Pair(10);
        var asked = SamplePayment.Transfer("t", 10.01m);
        var denied = state.Deny(asked, LedgerError.InsufficientFunds);
        Assert.Equal(LedgerError.InsufficientFunds, denied.Counterpart!.Denied);
        Assert.Equal((2, 0), (state.RecordedCount, state.Movements.Count));
        Assert.Equal(RequestFields.None, Sample.Next(state).Repeat(asked).Difference);
        Assert.Equal(RequestFields.Account, state.Repeat(asked with { To = 3 }).Difference);
        Assert.Equal(RequestFields.ProcessingCode, state.Repeat(asked with { CreditCode = Sample.CreditCode }).Difference);
        Assert.Equal(RequestFields.Kind, state.Repeat(SamplePayment.Payment("t", 10.01m)).Difference);
    }

    [Fact]
    public void A_repeat_is_the_same_whatever_became_of_the_account()
    {
        var state = Books(10);
        var asked = SamplePayment.Payment("t", 5, SampleTransfer.CashOut) with { Metadata = """{"a":1}""", Descriptor = "text" };
        var first = state.Accept(asked);
        var later = SampleTransfer.BooksOf(Sample.Org(), SampleTransfer.Holding(Sample.AccountId, -5, status: AccountStatus.Cancelled));
        later.Load(first);
        Assert.Equal(RequestFields.None, later.Repeat(asked with { Metadata = """{ "a" : 1 }""", Currency = Sample.Usd }).Difference);
        Assert.Equal(RequestFields.Metadata | RequestFields.Descriptor,
            later.Repeat(asked with { Metadata = null, Descriptor = null }).Difference);
        Assert.Equal(RequestFields.ProcessingCode, later.Repeat(asked with { ProcessingCode = Sample.DebitCode }).Difference);
        Assert.Equal(RequestFields.Kind, later.Repeat(SampleTransfer.Transfer("t", 5)).Difference);
        Assert.Equal(RequestFields.Kind, later.Repeat(asked with { Channel = Channel.Fiserv }).Difference);
    }

    private static LedgerState Books(decimal balance, AccountFunds? funds = null) =>
        SampleTransfer.BooksOf(SampleTransfer.Holding(Sample.AccountId, balance, funds));

    private static LedgerState Pair(decimal balance) =>
        SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, balance), SampleTransfer.Holding(SampleTransfer.Taker, 0));
}
