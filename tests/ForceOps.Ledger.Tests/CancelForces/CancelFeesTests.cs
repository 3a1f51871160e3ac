namespace ForceOps.Tests;

public sealed class CancelFeesTests
{
    [Fact]
    public void Unasked_the_fee_stays()
    {
        var state = Charged(out var id);
        var cancellation = state.Accept(Sample.Cancel("c", "t"));

        Assert.Equal(0, cancellation.Fee);
        Assert.Equal(1.50m, state.FindAuthorization(id)!.RemainingFee);
        Assert.Equal(-1.50m, state.Balance());
        Assert.Equal(MovementKind.Reversal, Assert.Single(state.Movements, movement => movement.AuthorizationId == cancellation.Id).Kind);
    }

    [Fact]
    public void Asked_with_a_partial_amount_the_whole_fee_comes_back()
    {
        var state = Charged(out var id);
        var cancellation = state.Accept(Sample.Cancel("c", "t", 0.25m) with { CancelFees = true });

        Assert.Equal((0.25m, 1.50m), (cancellation.Amount, cancellation.Fee));
        Assert.Equal(0, state.FindAuthorization(id)!.RemainingFee);
        Assert.Equal(
            [
                new Movement(5, 4, MovementKind.Reversal, InternalAccount.ForcedOperations, Sample.AccountId, 0.25m, null, -41.50m),
                new Movement(6, 4, MovementKind.FeeReversal, InternalAccount.FeeIncome, Sample.AccountId, 1.50m, null, -40.00m),
            ],
            state.Movements.Skip(2));
    }

    [Fact]
    public void It_comes_back_once_only()
    {
        var state = Charged(out var id);
        state.Accept(Sample.Cancel("c1", "t", 0.25m) with { CancelFees = true });
        var second = state.Accept(Sample.Cancel("c2", "t") with { CancelFees = true });

        Assert.Equal((0, true), (second.Fee, second.CancelsFees));
        Assert.Equal(1.50m, state.FindAuthorization(id)!.CanceledFee);
        Assert.Equal(0, state.Balance());
    }

    [Fact]
    public void It_can_come_back_with_a_later_part()
    {
        var state = Charged(out _);
        state.Accept(Sample.Cancel("c1", "t", 40));
        Assert.Equal(1.50m, state.Accept(Sample.Cancel("c2", "t", 0.25m) with { CancelFees = true }).Fee);
        Assert.Equal(0, state.Balance());
    }

    [Fact]
    public void A_fee_that_was_left_behind_cannot_be_fetched_alone()
    {
        var state = Charged(out _);
        state.Accept(Sample.Cancel("c1", "t"));
        Assert.Equal(LedgerError.AlreadyCanceled, state.Reject(Sample.Cancel("c2", "t") with { CancelFees = true }).Error);
    }

    [Fact]
    public void The_fee_of_a_credit_is_given_back_although_the_credit_is_taken()
    {
        var state = Sample.StateWith(0, Sample.Org(Sample.Rule(Sample.FeeCode, BalanceImpact.Credit, new FeeRule(1.50m, 0))));
        state.Accept(Sample.Force("t", 40.25m, Sample.FeeCode));
        state.Accept(Sample.Cancel("c", "t") with { CancelFees = true });

        Assert.Equal(0, state.Balance());
        Assert.Equal([-1.50m, 0m], state.Movements.Skip(2).Select(movement => movement.DebitBalance ?? movement.CreditBalance!.Value));
    }

    private static LedgerState Charged(out long id)
    {
        var state = Sample.StateWith(0);
        id = state.Accept(Sample.Force("t", 40.25m, Sample.FeeCode)).Id;
        return state;
    }
}
