namespace ForceOps.Tests;

/// <summary>The most that one transfer, and a day's transfers, may take from an account.</summary>
public sealed class LimitsTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Sample.Now.UtcDateTime);
    private static readonly AccountFunds PerDay = AccountFunds.None with { PerDay = 100 };

    [Fact]
    public void One_transfer_takes_at_most_the_limit_per_operation()
    {
        var state = Giver(AccountFunds.None with { PerOperation = 50 });
        Assert.Equal(LedgerError.LimitExceeded, state.Reject(SampleTransfer.Transfer("t", 50.01m)).Error);
        state.Post(SampleTransfer.Transfer("t", 50));
        state.Post(SampleTransfer.Transfer("t2", 50));
    }

    [Fact]
    public void A_limit_of_nothing_lets_nothing_through()
    {
        Assert.Equal(LedgerError.LimitExceeded, Giver(
            AccountFunds.None with { PerOperation = 0 }).Reject(SampleTransfer.Transfer("t", 0.01m)).Error);
        Assert.Equal(LedgerError.LimitExceeded, Giver(
            AccountFunds.None with { PerDay = 0 }).Reject(SampleTransfer.Transfer("t", 0.01m)).Error);
    }

    [Fact]
    public void A_days_transfers_take_at_most_the_limit_per_day_several_in_one_batch()
    {
        var state = Giver(PerDay);
        state.Post(SampleTransfer.Transfer("t1", 60));
        Assert.Equal(LedgerError.LimitExceeded, state.Reject(SampleTransfer.Transfer("t2", 40.01m)).Error);
        state.Post(SampleTransfer.Transfer("t2", 39, to: SampleTransfer.World));
        state.Post(SampleTransfer.Transfer("t3", 1, to: SampleTransfer.Merchant(SampleTransfer.Shop)));
        Assert.Equal(LedgerError.LimitExceeded, state.Reject(SampleTransfer.Transfer("t4", 0.01m)).Error);
        Assert.Equal((Today, 100), state.FindAccount(SampleTransfer.Giver)!.Spent);
    }

    [Fact]
    public void The_next_batch_of_the_day_remembers()
    {
        var first = Giver(PerDay);
        first.Post(SampleTransfer.Transfer("t1", 60));
        var second = Sample.Next(first, now: Sample.Now.AddHours(9));
        Assert.Equal(LedgerError.LimitExceeded, second.Reject(SampleTransfer.Transfer("t2", 40.01m)).Error);
        second.Post(SampleTransfer.Transfer("t2", 40));
        Assert.Equal((Today, 100), second.FindAccount(SampleTransfer.Giver)!.Spent);
    }

    [Fact]
    public void A_new_day_begins_at_nothing_by_the_books_clock_in_UTC()
    {
        var first = Giver(PerDay);
        first.Post(SampleTransfer.Transfer("t1", 100));
        // 23:59:59.999 in UTC is another day in São Paulo's or Tokyo's calendar; the limit's day is UTC's.
        var late = new DateTimeOffset(2022, 2, 2, 23, 59, 59, 999, TimeSpan.Zero);
        Assert.Equal(LedgerError.LimitExceeded, Sample.Next(first, now: late).Reject(SampleTransfer.Transfer("t2", 0.01m)).Error);
        Assert.Equal(LedgerError.LimitExceeded, Sample.Next(
            first, now: late.ToOffset(TimeSpan.FromHours(9))).Reject(SampleTransfer.Transfer("t2", 1)).Error);

        var tomorrow = Sample.Next(first, now: late.AddMilliseconds(1).ToOffset(TimeSpan.FromHours(-3)));
        Assert.Equal(LedgerError.LimitExceeded, tomorrow.Reject(SampleTransfer.Transfer("t2", 100.01m)).Error);
        tomorrow.Post(SampleTransfer.Transfer("t2", 100));
        Assert.Equal((Today.AddDays(1), 100), tomorrow.FindAccount(SampleTransfer.Giver)!.Spent);
    }

    [Fact]
    public void What_another_day_took_is_no_matter()
    {
        var state = Giver(PerDay with { SpentOn = Today.AddDays(-1), Spent = 100 });
        state.Post(SampleTransfer.Transfer("t", 100));
        Assert.Equal(LedgerError.LimitExceeded, Giver(
            PerDay with { SpentOn = Today, Spent = 100 }).Reject(SampleTransfer.Transfer("t", 0.01m)).Error);
    }

    [Fact]
    public void Without_limits_the_days_sum_is_kept_all_the_same()
    {
        // A limit that is set at noon counts what the morning took.
        var state = Giver(AccountFunds.None);
        state.Post(SampleTransfer.Transfer("t", 60));
        Assert.Equal((Today, 60), state.FindAccount(SampleTransfer.Giver)!.Spent);
        Assert.Null(state.FindAccount(SampleTransfer.Taker)!.Spent);
    }

    [Fact]
    public void Only_transfers_that_take_count()
    {
        var state = Giver(PerDay);
        state.Accept(Sample.Force("f", 500) with { AccountId = SampleTransfer.Giver });
        state.Post(SampleTransfer.Transfer("in", 500, SampleTransfer.World, SampleTransfer.Customer(SampleTransfer.Giver)));
        state.Reject(SampleTransfer.Transfer("refused", 101));
        Assert.Null(state.FindAccount(SampleTransfer.Giver)!.Spent);
        state.Post(SampleTransfer.Transfer("t", 100));
    }

    [Fact]
    public void A_cancellation_does_not_give_the_days_limit_back_and_does_not_count_itself()
    {
        var state = Giver(PerDay);
        state.Post(SampleTransfer.Transfer("t", 100));
        state.Post(SampleTransfer.Cancel("c", "t", 100));
        Assert.Equal((Today, 100), state.FindAccount(SampleTransfer.Giver)!.Spent);
        Assert.Null(state.FindAccount(SampleTransfer.Taker)!.Spent);
        Assert.Equal(LedgerError.LimitExceeded, state.Reject(SampleTransfer.Transfer("t2", 0.01m)).Error);
    }

    [Fact]
    public void The_takers_limits_are_no_matter()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 10),
            SampleTransfer.Holding(SampleTransfer.Taker, 0, AccountFunds.None with { PerOperation = 1, PerDay = 1 }));
        state.Post(SampleTransfer.Transfer("t", 10));
        Assert.Equal(LedgerError.LimitExceeded, state.Reject(
            SampleTransfer.Transfer("back", 2, SampleTransfer.Customer(SampleTransfer.Taker),
                SampleTransfer.Customer(SampleTransfer.Giver))).Error);
    }

    private static LedgerState Giver(AccountFunds funds) =>
        SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 10_000, funds),
            SampleTransfer.Holding(SampleTransfer.Taker, 0));
}
