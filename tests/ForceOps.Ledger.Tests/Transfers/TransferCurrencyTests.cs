namespace ForceOps.Tests;

/// <summary>A transfer stays in the currency of its accounts.</summary>
public sealed class TransferCurrencyTests
{
    public static TheoryData<string, decimal, bool> Decimals { get; } = new()
    {
        { "USD", 0.01m, true },
        { "USD", 0.001m, false },
        { "JPY", 1m, true },
        { "JPY", 0.1m, false },
        { "BHD", 0.001m, true },
        { "BHD", 0.0001m, false },
    };

    [Fact]
    public void Unnamed_it_is_the_accounts()
    {
        var posted = Pair(Sample.Jpy, Sample.Jpy).Post(SampleTransfer.Transfer("t", 300));
        Assert.Equal((Sample.Jpy, Sample.Jpy), (posted.Authorization.Currency, posted.Counterpart!.Currency));
    }

    [Fact]
    public void Named_it_must_be_the_accounts()
    {
        Pair(Sample.Jpy, Sample.Jpy).Post(SampleTransfer.Transfer("t", 300) with { Currency = Sample.Jpy });
        Assert.Equal(LedgerError.CurrencyMismatch, Pair(
            Sample.Jpy, Sample.Jpy).Reject(SampleTransfer.Transfer("t", 300) with { Currency = Sample.Usd }).Error);
        var cashIn = SampleTransfer.Transfer("t", 300, SampleTransfer.World) with { Currency = Sample.Usd };
        Assert.Equal(LedgerError.CurrencyMismatch, Pair(Sample.Jpy, Sample.Jpy).Reject(cashIn).Error);
        var cashOut = SampleTransfer.Transfer("t", 300, to: SampleTransfer.World) with { Currency = Sample.Usd };
        Assert.Equal(LedgerError.CurrencyMismatch, Pair(Sample.Jpy, Sample.Jpy).Reject(cashOut).Error);
    }

    [Fact]
    public void Accounts_in_two_currencies_do_not_pay_each_other()
    {
        Assert.Equal(LedgerError.CurrencyMismatch, Pair(Sample.Usd, Sample.Jpy).Reject(SampleTransfer.Transfer("t", 300)).Error);
        var named = SampleTransfer.Transfer("t", 300) with { Currency = Sample.Usd };
        Assert.Equal(LedgerError.CurrencyMismatch, Pair(Sample.Usd, Sample.Jpy).Reject(named).Error);
        Assert.Equal(LedgerError.CurrencyMismatch, Pair(Sample.Jpy, Sample.Usd).Reject(named).Error);
    }

    [Theory]
    [MemberData(nameof(Decimals))]
    public void The_amount_has_no_more_decimals_than_the_accounts_currency(string code, decimal amount, bool fits)
    {
        var state = Pair(Currency.Parse(code), Currency.Parse(code));
        foreach (var from in new[] { SampleTransfer.Customer(SampleTransfer.Giver), SampleTransfer.World })
        {
            var outcome = Ledger.Decide(state, SampleTransfer.Transfer($"t {from.AccountId}", amount, from));
            Assert.Equal(fits ? null : LedgerError.TooManyDecimals, (outcome as Outcome.Rejected)?.Error);
        }
    }

    [Fact]
    public void A_merchant_to_be_opened_takes_the_givers_currency_and_no_other()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 900, currency: Sample.Jpy));
        var transfer = SampleTransfer.Transfer("t", 300, to: SampleTransfer.Merchant(SampleTransfer.Shop));
        Assert.Equal(LedgerError.CurrencyMismatch, state.Reject(transfer with { Currency = Sample.Usd }).Error);
        Assert.Equal(Sample.Jpy, state.Post(transfer).Counterpart!.Currency);
    }

    private static LedgerState Pair(Currency giver, Currency taker) => SampleTransfer.BooksOf(
        SampleTransfer.Holding(SampleTransfer.Giver, 900, currency: giver),
        SampleTransfer.Holding(SampleTransfer.Taker, 900, currency: taker));
}
