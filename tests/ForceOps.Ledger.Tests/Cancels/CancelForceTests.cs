namespace ForceOps.Tests;

public sealed class CancelForceTests
{
    [Fact]
    public void The_documents_example_gives_20_00_and_the_fee_back()
    {
        var books = Sample.BooksWith(100);
        var force = books.Accept(Sample.Force("t", 40.25m, Sample.FeeCode));
        var cancellation = books.Accept(Sample.Cancel("c", "t", 20.00m) with { CancelFees = true });

        Assert.Equal(100 - 40.25m - 1.50m + 20.00m + 1.50m, books.Balance());
        Assert.Equal((force.Id, true), (cancellation.ParentId, cancellation.IsCancellation));
        Assert.Equal((20.00m, 1.50m), (cancellation.Amount, cancellation.Fee));
        var original = books.FindAuthorization(force.Id)!;
        Assert.Equal((20.00m, 1.50m), (original.CanceledAmount, original.CanceledFee));
        Assert.Equal((20.25m, 0), (original.RemainingAmount, original.RemainingFee));
    }

    [Fact]
    public void A_debit_is_given_back_by_the_forced_operations()
    {
        var books = Sample.BooksWith(100);
        books.Accept(Sample.Force("t", 40.25m));
        var cancellation = books.Accept(Sample.Cancel("c", "t"));

        var expected = new Movement(
            4, cancellation.Id, MovementKind.Reversal, InternalAccount.ForcedOperations, Sample.AccountId, 40.25m, null, 100);
        Assert.Equal(expected, books.Movements[1]);
        Assert.Equal((BalanceImpact.Credit, Sample.CreditCode), (cancellation.Impact, cancellation.ProcessingCode));
    }

    [Fact]
    public void A_credit_is_taken_back_even_into_the_negative()
    {
        var books = Sample.BooksWith(0);
        books.Accept(Sample.Force("t", 40.25m, Sample.CreditCode));
        books.Accept(Sample.Force("spent", 30));
        var cancellation = books.Accept(Sample.Cancel("c", "t"));

        var expected = new Movement(
            6, cancellation.Id, MovementKind.Reversal, Sample.AccountId, InternalAccount.ForcedOperations, 40.25m, -30, null);
        Assert.Equal(expected, books.Movements[2]);
        Assert.Equal((BalanceImpact.Debit, Sample.DebitCode), (cancellation.Impact, cancellation.ProcessingCode));
    }

    [Fact]
    public void Partial_cancellations_go_down_to_exactly_nothing()
    {
        var books = Sample.BooksWith(0);
        var id = books.Accept(Sample.Force("t", 40.25m)).Id;
        books.Accept(Sample.Cancel("c1", "t", 20.10m));
        books.Accept(Sample.Cancel("c2", "t", 20.14m));
        Assert.Equal(0.01m, books.FindAuthorization(id)!.RemainingAmount);
        Assert.Equal(LedgerError.AmountExceedsRemaining, books.Reject(Sample.Cancel("c3", "t", 0.02m)).Error);
        books.Accept(Sample.Cancel("c4", "t", 0.01m));

        Assert.Equal(0, books.FindAuthorization(id)!.RemainingAmount);
        Assert.Equal(0, books.Balance());
    }

    [Fact]
    public void Without_an_amount_it_takes_what_is_left()
    {
        var books = Sample.BooksWith(0);
        books.Accept(Sample.Force("t", 40.25m));
        books.Accept(Sample.Cancel("c1", "t", 20));
        var rest = books.Accept(Sample.Cancel("c2", "t"));
        Assert.Equal((20.25m, true), (rest.Amount, rest.AskedAll));
    }

    [Fact]
    public void When_nothing_is_left_the_latest_cancellation_is_shown()
    {
        var books = Sample.BooksWith(0);
        books.Accept(Sample.Force("t", 40.25m));
        books.Accept(Sample.Cancel("c1", "t", 20));
        var latest = books.Accept(Sample.Cancel("c2", "t"));

        var refused = new Outcome.Rejected(LedgerError.AlreadyCanceled, latest)
        {
            Facts = [new("authorization_id", latest.ParentId), new("amount", 40.25m), new("remaining", 0m)],
        };
        Assert.Equal(refused, books.Reject(Sample.Cancel("c3", "t")));
        Assert.Equal(refused, Sample.Next(books).Reject(Sample.Cancel("c3", "t", 1)));
        Assert.NotEqual(refused with { Facts = [] }, books.Reject(Sample.Cancel("c3", "t")));
    }

    [Fact]
    public void The_original_may_be_named_by_its_id_by_its_tracking_id_or_by_both()
    {
        var books = Sample.BooksWith(0);
        var id = books.Accept(Sample.Force("t", 40.25m)).Id;
        var byTrackingId = Sample.Cancel("c1", "t", 1);
        Assert.Equal(id, books.Accept(byTrackingId).ParentId);
        Assert.Equal(id, books.Accept(byTrackingId with { TrackingId = TrackingId.Parse("c2"), AuthorizationId = id }).ParentId);
        Assert.Equal(id, books.Accept(ById("c3", id)).ParentId);
    }

    [Fact]
    public void A_movements_id_names_no_authorization()
    {
        var books = Sample.BooksWith(0);
        books.Accept(Sample.Force("t", 40.25m));
        Assert.Equal(LedgerError.AuthorizationNotFound, books.Reject(ById("c", books.Movements[0].Id)).Error);
    }

    [Fact]
    public void A_cancellation_cannot_be_canceled()
    {
        var books = Sample.BooksWith(0);
        books.Accept(Sample.Force("t", 40.25m));
        books.Accept(Sample.Cancel("c", "t", 1));
        Assert.Equal(LedgerError.NotAForcedOperation, books.Reject(Sample.Cancel("cc", "c")).Error);
    }

    [Fact]
    public void A_force_of_an_earlier_batch_is_found_and_reported_as_changed()
    {
        var first = Sample.BooksWith(0);
        var id = first.Accept(Sample.Force("t", 40.25m)).Id;
        var second = Sample.Next(first);
        second.Accept(Sample.Cancel("c", "t", 40));

        Assert.Equal(0.25m, Assert.Single(second.Canceled).RemainingAmount);
        Assert.Equal(id, Assert.Single(second.Recorded).ParentId);
        Assert.Empty(first.Canceled);
    }

    [Fact]
    public void Canceling_a_force_without_impact_records_it_and_moves_nothing()
    {
        var books = Sample.BooksWith(7);
        var id = books.Accept(Sample.Force("t", 40.25m, Sample.NeutralCode)).Id;
        books.Accept(Sample.Cancel("c", "t"));
        Assert.Equal(0, books.FindAuthorization(id)!.RemainingAmount);
        Assert.Equal(7, books.Balance());
        Assert.Empty(books.Movements);
    }

    [Theory]
    [InlineData(Channel.Bluefin)]
    [InlineData(Channel.Fiserv)]
    public void The_acquirer_gives_back_what_it_settled_whoever_cancels(Channel channel)
    {
        var books = Sample.BooksWith(0);
        books.Accept(Sample.Force("t", 40.25m) with { Channel = channel });
        books.Accept(Sample.Cancel("c", "t"));
        Assert.Equal(InternalAccount.Acquirer, books.Movements[1].DebitAccount);
    }

    private static CancelForce ById(string trackingId, long id) => Sample.Cancel(trackingId, "unused", 1) with
    {
        AuthorizationId = id,
        OriginalTrackingId = null,
    };
}
