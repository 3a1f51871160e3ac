namespace ForceOps.Tests;

/// <summary>A balance holds 19 integer digits. What would need more is refused, also when only a step on the way would.</summary>
public sealed class BalanceLimitTests
{
    private const decimal Largest = 9_999_999_999_999_999_999.99m;
    private static readonly OrgRules Rules = Sample.Org(
        Sample.Rule(Sample.DebitCode, BalanceImpact.Debit),
        Sample.Rule(Sample.CreditCode, BalanceImpact.Credit),
        Sample.Rule(Sample.FeeCode, BalanceImpact.Credit, new FeeRule(5, 0)));

    [Fact]
    public void The_largest_balance_can_be_reached()
    {
        var state = Sample.StateWith(Largest - 1);
        state.Accept(Sample.Force("t", 1, Sample.CreditCode));
        Assert.Equal(Largest, state.Balance());
    }

    [Fact]
    public void A_credit_beyond_it_is_refused() =>
        Assert.Equal(LedgerError.BalanceOutOfRange, Sample.StateWith(Largest).Reject(Sample.Force("t", 0.01m, Sample.CreditCode)).Error);

    [Fact]
    public void A_debit_beyond_it_is_refused() =>
        Assert.Equal(LedgerError.BalanceOutOfRange, Sample.StateWith(-Largest).Reject(Sample.Force("t", 0.01m)).Error);

    [Fact]
    public void A_fee_that_brings_a_credit_back_into_the_range_does_not_help()
    {
        // The first movement's balance_after must fit its column too.
        var state = Sample.StateWith(Largest, Rules);
        Assert.Equal(LedgerError.BalanceOutOfRange, state.Reject(Sample.Force("t", 1, Sample.FeeCode)).Error);
        Assert.Equal(Largest, state.Balance());
    }

    [Fact]
    public void A_fee_given_back_does_not_help_a_cancellation_beyond_it_either()
    {
        var state = Sample.StateWith(-Largest + 2, Rules);
        state.Accept(Sample.Force("t", 4, Sample.FeeCode));
        state.Accept(Sample.Force("down", 1));
        Assert.Equal(-Largest, state.Balance());
        Assert.Equal(LedgerError.BalanceOutOfRange, state.Reject(Sample.Cancel("c", "t") with { CancelFees = true }).Error);
        Assert.Equal(-Largest, state.Balance());
    }
}
