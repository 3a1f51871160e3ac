namespace ForceOps.Tests;

/// <summary>What becomes of a delayed operation when it is due (I9).</summary>
public sealed class FinishTests
{
    [Fact]
    public void I9_It_is_posted_under_its_tracking_id_whatever_the_account_says_now_and_a_repeat_finds_it()
    {
        var books = BooksWith(100);
        var delayed = Waiting(books, Sample.Force("t", 5));
        var posted = Assert.IsType<Outcome.Accepted>(Ledger.Finish(books, delayed)).Authorization;
        Assert.Equal(("t", 95), (posted.TrackingId.Text, books.Balance()));
        Assert.Equal([delayed], books.Delayed.Finished);
        Assert.Empty(books.Delayed.Denied);
        Assert.Equal(RequestFields.None, books.Repeat(delayed.Operation).Difference);
    }

    [Fact]
    public void I9_What_is_refused_is_denied_moves_nothing_and_leaves_its_tracking_id_free()
    {
        var books = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 9), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var delayed = Waiting(books, SampleTransfer.Transfer("t", 10));
        Assert.Equal(LedgerError.InsufficientFunds, Assert.IsType<Outcome.Rejected>(Ledger.Finish(books, delayed)).Error);
        var denial = Assert.Single(books.Delayed.Denied);
        Assert.Equal((delayed, LedgerError.InsufficientFunds), (denial.Delayed, denial.Error));
        Assert.Equal((9, 0, 1), (books.Balance(SampleTransfer.Giver), books.RecordedCount, books.IdsUsed));
        books.Post(SampleTransfer.Transfer("t", 8));
    }

    [Fact]
    public void I9_The_same_request_that_was_posted_in_between_leaves_nothing_to_do()
    {
        var books = BooksWith(100);
        books.Accept(Sample.Force("t", 5));
        var delayed = Waiting(Sample.Books(firstId: 50), Sample.Force("t", 5));
        Assert.Equal(RequestFields.None, Assert.IsType<Outcome.Duplicate>(Ledger.Finish(books, delayed)).Difference);
        Assert.Equal((95, 1), (books.Balance(), books.Delayed.Finished.Count));
        Assert.Empty(books.Delayed.Denied);
    }

    [Fact]
    public void I9_Another_request_that_was_posted_under_its_tracking_id_in_between_denies_it()
    {
        var books = BooksWith(100);
        books.Accept(Sample.Force("t", 1));
        var delayed = Waiting(Sample.Books(firstId: 50), Sample.Force("t", 5));
        Assert.Equal(RequestFields.Amount, Assert.IsType<Outcome.Duplicate>(Ledger.Finish(books, delayed)).Difference);
        Assert.Equal((99, 1), (books.Balance(), books.Delayed.Finished.Count));
        var denial = Assert.Single(books.Delayed.Denied);
        Assert.Equal((delayed, null), (denial.Delayed, denial.Error));
    }

    [Fact]
    public void I9_Nothing_comes_to_its_end_twice()
    {
        var books = BooksWith(100);
        var delayed = Waiting(books, Sample.Force("t", 5));
        Ledger.Finish(books, delayed);
        Assert.Throws<InvariantViolatedException>(() => Ledger.Finish(books, delayed));
    }

    private static Books BooksWith(decimal balance) => Sample.BooksWith(balance);

    /// <summary>Accepted by an earlier batch.</summary>
    private static DelayedOperation Waiting(Books books, Operation operation)
    {
        var delayed = Assert.IsType<Outcome.Delayed>(Ledger.Decide(Sample.Books(firstId: 40), operation with { Delay = TimeSpan.Zero })).Waiting;
        books.Delayed.Load(delayed);
        return delayed;
    }
}
