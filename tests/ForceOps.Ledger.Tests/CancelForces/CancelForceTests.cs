namespace ForceOps.Tests;

public sealed class CancelForceTests
{
    [Fact]
    public void The_documents_example_gives_20_00_and_the_fee_back()
    {
        var state = Sample.StateWith(100);
        var force = state.Accept(Sample.Force("t", 40.25m, Sample.FeeCode));
        var cancellation = state.Accept(Sample.Cancel("c", "t", 20.00m) with { CancelFees = true });

        Assert.Equal(100 - 40.25m - 1.50m + 20.00m + 1.50m, state.Balance());
        Assert.Equal((force.Id, true), (cancellation.ParentId, cancellation.IsCancellation));
        Assert.Equal((20.00m, 1.50m), (cancellation.Amount, cancellation.Fee));
        var original = state.FindAuthorization(force.Id)!;
        Assert.Equal((20.00m, 1.50m), (original.CanceledAmount, original.CanceledFee));
        Assert.Equal((20.25m, 0), (original.RemainingAmount, original.RemainingFee));
    }

    [Fact]
    public void A_debit_is_given_back_by_the_forced_operations()
    {
        var state = Sample.StateWith(100);
        state.Accept(Sample.Force("t", 40.25m));
        var cancellation = state.Accept(Sample.Cancel("c", "t"));

        var expected = new Movement(
            4, cancellation.Id, MovementKind.Reversal, InternalAccount.ForcedOperations, Sample.AccountId, 40.25m, null, 100);
        Assert.Equal(expected, state.Movements[1]);
        Assert.Equal((BalanceImpact.Credit, Sample.CreditCode), (cancellation.Impact, cancellation.ProcessingCode));
    }

    [Fact]
    public void A_credit_is_taken_back_even_into_the_negative()
    {
        var state = Sample.StateWith(0);
        state.Accept(Sample.Force("t", 40.25m, Sample.CreditCode));
        state.Accept(Sample.Force("spent", 30));
        var cancellation = state.Accept(Sample.Cancel("c", "t"));

        var expected = new Movement(
            6, cancellation.Id, MovementKind.Reversal, Sample.AccountId, InternalAccount.ForcedOperations, 40.25m, -30, null);
        Assert.Equal(expected, state.Movements[2]);
        Assert.Equal((BalanceImpact.Debit, Sample.DebitCode), (cancellation.Impact, cancellation.ProcessingCode));
    }

    [Fact]
    public void Partial_cancellations_go_down_to_exactly_nothing()
    {
        var state = Sample.StateWith(0);
        var id = state.Accept(Sample.Force("t", 40.25m)).Id;
        state.Accept(Sample.Cancel("c1", "t", 20.10m));
        state.Accept(Sample.Cancel("c2", "t", 20.14m));
        Assert.Equal(0.01m, state.FindAuthorization(id)!.RemainingAmount);
        Assert.Equal(LedgerError.AmountExceedsRemaining, state.Reject(Sample.Cancel("c3", "t", 0.02m)).Error);
        state.Accept(Sample.Cancel("c4", "t", 0.01m));

        Assert.Equal(0, state.FindAuthorization(id)!.RemainingAmount);
        Assert.Equal(0, state.Balance());
    }

    [Fact]
    public void Without_an_amount_it_takes_what_is_left()
    {
        var state = Sample.StateWith(0);
        state.Accept(Sample.Force("t", 40.25m));
        state.Accept(Sample.Cancel("c1", "t", 20));
        var rest = state.Accept(Sample.Cancel("c2", "t"));
        Assert.Equal((20.25m, true), (rest.Amount, rest.CancelsAll));
    }

    [Fact]
    public void When_nothing_is_left_the_latest_cancellation_is_shown()
    {
        var state = Sample.StateWith(0);
        state.Accept(Sample.Force("t", 40.25m));
        state.Accept(Sample.Cancel("c1", "t", 20));
        var latest = state.Accept(Sample.Cancel("c2", "t"));

        var refused = new Outcome.Rejected(LedgerError.AlreadyCanceled, latest)
        {
            Facts = [new("authorization_id", latest.ParentId), new("amount", 40.25m), new("remaining", 0m)],
        };
        Assert.Equal(refused, state.Reject(Sample.Cancel("c3", "t")));
        Assert.Equal(refused, Sample.Next(state).Reject(Sample.Cancel("c3", "t", 1)));
        Assert.NotEqual(refused with { Facts = [] }, state.Reject(Sample.Cancel("c3", "t")));
    }

    [Fact]
    public void The_original_may_be_named_by_its_id_by_its_tracking_id_or_by_both()
    {
        var state = Sample.StateWith(0);
        var id = state.Accept(Sample.Force("t", 40.25m)).Id;
        var byTrackingId = Sample.Cancel("c1", "t", 1);
        Assert.Equal(id, state.Accept(byTrackingId).ParentId);
        Assert.Equal(id, state.Accept(byTrackingId with { TrackingId = TrackingId.Parse("c2"), AuthorizationId = id }).ParentId);
        Assert.Equal(id, state.Accept(ById("c3", id)).ParentId);
    }

    [Fact]
    public void A_movements_id_names_no_authorization()
    {
        var state = Sample.StateWith(0);
        state.Accept(Sample.Force("t", 40.25m));
        Assert.Equal(LedgerError.AuthorizationNotFound, state.Reject(ById("c", state.Movements[0].Id)).Error);
    }

    [Fact]
    public void A_cancellation_cannot_be_canceled()
    {
        var state = Sample.StateWith(0);
        state.Accept(Sample.Force("t", 40.25m));
        state.Accept(Sample.Cancel("c", "t", 1));
        Assert.Equal(LedgerError.NotAForcedOperation, state.Reject(Sample.Cancel("cc", "c")).Error);
    }

    [Fact]
    public void A_force_of_an_earlier_batch_is_found_and_reported_as_changed()
    {
        var first = Sample.StateWith(0);
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
        var state = Sample.StateWith(7);
        var id = state.Accept(Sample.Force("t", 40.25m, Sample.NeutralCode)).Id;
        state.Accept(Sample.Cancel("c", "t"));
        Assert.Equal(0, state.FindAuthorization(id)!.RemainingAmount);
        Assert.Equal(7, state.Balance());
        Assert.Empty(state.Movements);
    }

    [Theory]
    [InlineData(Channel.Bluefin)]
    [InlineData(Channel.Fiserv)]
    public void The_acquirer_gives_back_what_it_settled(Channel channel)
    {
        var state = Sample.StateWith(0);
        state.Accept(Sample.Force("t", 40.25m) with { Channel = channel });
        state.Accept(Sample.Cancel("c", "t") with { Channel = channel });
        Assert.Equal(InternalAccount.Acquirer, state.Movements[1].DebitAccount);
    }

    private static CancelForce ById(string trackingId, long id) => Sample.Cancel(trackingId, "unused", 1) with
    {
        AuthorizationId = id,
        OriginalTrackingId = null,
    };
}
