namespace ForceOps.Tests;

public sealed class FeeTests
{
    [Theory]
    [InlineData("USD", "1.50", "0", "40.25", "1.50")]
    [InlineData("USD", "0", "10", "40.25", "4.03")]
    [InlineData("USD", "0", "10", "40.24", "4.02")]
    [InlineData("USD", "1.50", "10", "40.25", "5.53")]
    [InlineData("USD", "0.002", "0.01", "30.00", "0.01")]
    [InlineData("USD", "0", "2.5", "0.20", "0.01")]
    [InlineData("USD", "0", "2.5", "0.19", "0.00")]
    [InlineData("JPY", "0", "1.5", "100", "2")]
    [InlineData("JPY", "0.4", "0", "100", "0")]
    [InlineData("BHD", "0", "0.25", "1.000", "0.003")]
    [InlineData("USD", "0", "0", "40.25", "0")]
    [InlineData("USD", "0", "200", "40.25", "80.50")]
    public void A_fee_is_fixed_plus_percent_and_rounds_half_up(string currency, string fix, string percent, string amount, string fee)
    {
        var rule = new FeeRule(decimal.Parse(fix), decimal.Parse(percent));
        Assert.Equal(decimal.Parse(fee), rule.Of(Amount.Create(decimal.Parse(amount)), Currency.Parse(currency)));
    }

    [Theory]
    [InlineData("2", "10", "19.99", "2")]
    [InlineData("2", "10", "20.06", "2.01")]
    [InlineData("2", "0", "20", "2")]
    [InlineData("0", "10", "20", "2")]
    public void A_greater_fee_is_the_larger_part(string fix, string percent, string amount, string fee)
    {
        var rule = new FeeRule(decimal.Parse(fix), decimal.Parse(percent), FeeMethod.Greater);
        Assert.Equal(decimal.Parse(fee), rule.Of(Amount.Create(decimal.Parse(amount)), Currency.Parse("USD")));
    }

    [Fact]
    public void It_is_debited_from_the_same_account_after_a_debit()
    {
        var state = Sample.StateWith(100, Charging(BalanceImpact.Debit, new FeeRule(1.50m, 0)));
        var authorization = state.Accept(Sample.Force("t", 40.25m, Sample.FeeCode));

        Assert.Equal((40.25m, 1.50m), (authorization.Amount, authorization.Fee));
        Assert.Equal(58.25m, state.Balance());
        Assert.Equal(
            [
                new Movement(2, 1, MovementKind.Principal, Sample.AccountId, InternalAccount.ForcedOperations, 40.25m, 59.75m, null),
                new Movement(3, 1, MovementKind.Fee, Sample.AccountId, InternalAccount.FeeIncome, 1.50m, 58.25m, null),
            ],
            state.Movements);
    }

    [Fact]
    public void It_is_debited_after_a_credit_too()
    {
        var state = Sample.StateWith(100, Charging(BalanceImpact.Credit, new FeeRule(1.50m, 0)));
        state.Accept(Sample.Force("t", 40.25m, Sample.FeeCode));

        Assert.Equal(
            [
                new Movement(2, 1, MovementKind.Principal, InternalAccount.ForcedOperations, Sample.AccountId, 40.25m, null, 140.25m),
                new Movement(3, 1, MovementKind.Fee, Sample.AccountId, InternalAccount.FeeIncome, 1.50m, 138.75m, null),
            ],
            state.Movements);
    }

    [Fact]
    public void One_that_rounds_to_nothing_moves_nothing()
    {
        var state = Sample.StateWith(100, Charging(BalanceImpact.Debit, new FeeRule(0, 0.01m)));
        Assert.Equal(0, state.Accept(Sample.Force("t", 1, Sample.FeeCode)).Fee);
        Assert.Equal(MovementKind.Principal, Assert.Single(state.Movements).Kind);
    }

    [Fact]
    public void It_goes_to_the_fee_income_also_when_the_acquirer_settles()
    {
        var state = Sample.StateWith(100, Charging(BalanceImpact.Debit, new FeeRule(1.50m, 0)));
        state.Accept(Sample.Force("t", 40.25m, Sample.FeeCode) with { Channel = Channel.Fiserv });
        Assert.Equal([InternalAccount.Acquirer, InternalAccount.FeeIncome], state.Movements.Select(movement => movement.CreditAccount));
    }

    private static OrgRules Charging(BalanceImpact impact, FeeRule fee) => Sample.Org(Sample.Rule(Sample.FeeCode, impact, fee));
}
