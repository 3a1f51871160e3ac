namespace ForceOps.Tests;

public sealed class CancelFeesTests
{
    [Fact]
    public void Unasked_the_fee_stays()
    {
        var books = Charged(out var id);
        var cancellation = books.Accept(Sample.Cancel("c", "t"));

        Assert.Equal(0, cancellation.Fee);
        Assert.Equal(1.50m, books.FindAuthorization(id)!.RemainingFee);
        Assert.Equal(-1.50m, books.Balance());
        Assert.Equal(MovementKind.Reversal, Assert.Single(books.Movements, movement => movement.AuthorizationId == cancellation.Id).Kind);
    }

    [Fact]
    public void Asked_with_a_partial_amount_the_whole_fee_comes_back()
    {
        var books = Charged(out var id);
        var cancellation = books.Accept(Sample.Cancel("c", "t", 0.25m) with { CancelFees = true });

        Assert.Equal((0.25m, 1.50m), (cancellation.Amount, cancellation.Fee));
        Assert.Equal(0, books.FindAuthorization(id)!.RemainingFee);
        Assert.Equal(
            [
                new Movement(5, 4, MovementKind.Reversal, InternalAccount.ForcedOperations, Sample.AccountId, 0.25m, null, -41.50m),
                new Movement(6, 4, MovementKind.FeeReversal, InternalAccount.FeeIncome, Sample.AccountId, 1.50m, null, -40.00m),
            ],
            books.Movements.Skip(2));
    }

    [Fact]
    public void It_comes_back_once_only()
    {
        var books = Charged(out var id);
        books.Accept(Sample.Cancel("c1", "t", 0.25m) with { CancelFees = true });
        var second = books.Accept(Sample.Cancel("c2", "t") with { CancelFees = true });

        Assert.Equal((0, true), (second.Fee, second.AskedFees));
        Assert.Equal(1.50m, books.FindAuthorization(id)!.CanceledFee);
        Assert.Equal(0, books.Balance());
    }

    [Fact]
    public void It_can_come_back_with_a_later_part()
    {
        var books = Charged(out _);
        books.Accept(Sample.Cancel("c1", "t", 40));
        Assert.Equal(1.50m, books.Accept(Sample.Cancel("c2", "t", 0.25m) with { CancelFees = true }).Fee);
        Assert.Equal(0, books.Balance());
    }

    [Fact]
    public void A_fee_that_was_left_behind_cannot_be_fetched_alone()
    {
        var books = Charged(out _);
        books.Accept(Sample.Cancel("c1", "t"));
        Assert.Equal(LedgerError.AlreadyCanceled, books.Reject(Sample.Cancel("c2", "t") with { CancelFees = true }).Error);
    }

    [Fact]
    public void The_fee_of_a_credit_is_given_back_although_the_credit_is_taken()
    {
        var books = Sample.BooksWith(0, Sample.Org(Sample.Rule(Sample.FeeCode, BalanceImpact.Credit, new FeeRule(1.50m, 0))));
        books.Accept(Sample.Force("t", 40.25m, Sample.FeeCode));
        books.Accept(Sample.Cancel("c", "t") with { CancelFees = true });

        Assert.Equal(0, books.Balance());
        Assert.Equal([-1.50m, 0m], books.Movements.Skip(2).Select(movement => movement.DebitBalance ?? movement.CreditBalance!.Value));
    }

    private static Books Charged(out long id)
    {
        var books = Sample.BooksWith(0);
        id = books.Accept(Sample.Force("t", 40.25m, Sample.FeeCode)).Id;
        return books;
    }
}
