namespace ForceOps.Tests;

/// <summary>A cancellation goes the other way than its original went, whatever has become of the code since.</summary>
public sealed class ChangedCodeTests
{
    [Fact]
    public void A_code_that_turned_around_since_does_not_turn_the_cancellation()
    {
        var state = Forced(Sample.Org(Sample.Rule(Sample.FeeCode, BalanceImpact.Credit, new FeeRule(9, 9))));
        var cancellation = state.Accept(Sample.Cancel("c", "t") with { CancelFees = true });

        Assert.Equal(BalanceImpact.Credit, cancellation.Impact);
        Assert.Equal((40.25m, 1.50m), (cancellation.Amount, cancellation.Fee));
        Assert.Equal(0, state.Balance());
    }

    [Fact]
    public void A_code_that_lost_its_impact_since_does_not_stop_the_money()
    {
        var state = Forced(Sample.Org(Sample.Rule(Sample.FeeCode, BalanceImpact.None)));
        state.Accept(Sample.Cancel("c", "t"));
        Assert.Equal(-1.50m, state.Balance());
    }

    [Fact]
    public void A_code_that_is_gone_lends_its_name_to_the_cancellation()
    {
        var state = Forced(Sample.Org());
        var cancellation = state.Accept(Sample.Cancel("c", "t"));
        Assert.Equal(Sample.FeeCode, cancellation.ProcessingCode);
        Assert.Equal(-1.50m, state.Balance());
    }

    [Fact]
    public void A_code_without_a_reversal_code_is_kept()
    {
        var state = Sample.StateWith(0);
        state.Accept(Sample.Force("t", 40.25m, Sample.FeeCode));
        Assert.Equal(Sample.FeeCode, state.Accept(Sample.Cancel("c", "t")).ProcessingCode);
    }

    [Fact]
    public void A_reversal_code_that_came_later_is_taken()
    {
        var state = Forced(Sample.Org(Sample.Rule(Sample.FeeCode, BalanceImpact.Debit, reversal: Sample.NeutralCode)));
        Assert.Equal(Sample.NeutralCode, state.Accept(Sample.Cancel("c", "t")).ProcessingCode);
    }

    private static LedgerState Forced(OrgRules rulesSince)
    {
        var state = Sample.StateWith(0);
        state.Accept(Sample.Force("t", 40.25m, Sample.FeeCode));
        return Sample.Next(state, rulesSince);
    }
}
