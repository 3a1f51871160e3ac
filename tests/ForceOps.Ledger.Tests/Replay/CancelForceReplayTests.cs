namespace ForceOps.Tests;

/// <summary>A second force cancel under the same tracking id.</summary>
public sealed class CancelForceReplayTests
{
    private static readonly CancelForce First = Sample.Cancel("c", "t", 20) with { Descriptor = "a descriptor", Metadata = """{"a":1}""" };

    private static readonly (RequestFields Field, string How, Operation Second)[] Differing =
    [
        (RequestFields.Kind, "a force", Sample.Force("c", 20)),
        (RequestFields.Kind, "another dialect", First with { Channel = Channel.Fiserv }),
        (RequestFields.Amount, "another", First with { Amount = Amount.Create(20.01m) }),
        (RequestFields.Amount, "all", First with { Amount = null }),
        (RequestFields.CancelFees, "too", First with { CancelFees = true }),
        (RequestFields.Descriptor, "another", First with { Descriptor = "A descriptor" }),
        (RequestFields.Metadata, "none", First with { Metadata = null }),
        (RequestFields.Canceled, "another by tracking id", First with { OriginalTrackingId = TrackingId.Parse("other") }),
        (RequestFields.Canceled, "an unknown tracking id", First with { OriginalTrackingId = TrackingId.Parse("unknown") }),
        (RequestFields.Canceled, "another by id", First with { OriginalTrackingId = null, AuthorizationId = Other }),
        (RequestFields.Canceled, "an unknown id", First with { OriginalTrackingId = null, AuthorizationId = 9999 }),
        (RequestFields.Canceled, "the right id and another tracking id",
            First with { AuthorizationId = Original, OriginalTrackingId = TrackingId.Parse("other") }),
        (RequestFields.Canceled, "the right tracking id and another id", First with { AuthorizationId = Other }),
        (RequestFields.Canceled | RequestFields.Amount, "two fields", First with { AuthorizationId = Other, Amount = null }),
    ];

    private static readonly (string How, Operation Second)[] Alike =
    [
        ("the same", First),
        ("by id", First with { OriginalTrackingId = null, AuthorizationId = Original }),
        ("by both", First with { AuthorizationId = Original }),
        ("the amount with more zeros", First with { Amount = Amount.Create(20.00m) }),
        ("another correlation id and timeline", First with { CorrelationId = "another", InTimeline = false }),
    ];

    private const long Original = 1;
    private const long Other = 3;

    public static TheoryData<int, RequestFields, string> DifferingRows { get; } =
        new(Differing.Select((row, index) => (index, row.Field, row.How)));

    public static TheoryData<int, string> AlikeRows { get; } = new(Alike.Select((row, index) => (index, row.How)));

    internal static IEnumerable<RequestFields> Covered => Differing.Select(row => row.Field);

    [Theory]
    [MemberData(nameof(DifferingRows))]
    public void Exactly_what_differs_is_told(int row, RequestFields field, string how)
    {
        var state = TwoForces();
        var first = state.Accept(First);
        Assert.Equal(new Outcome.Duplicate(first, field), Ledger.Decide(state, Differing[row].Second));
        Assert.Equal(new Outcome.Duplicate(first, field), Ledger.Decide(Sample.Next(state), Differing[row].Second));
        Assert.True(state.RecordedCount == 3, how);
    }

    [Theory]
    [MemberData(nameof(AlikeRows))]
    public void A_retry_that_says_the_same_is_the_same(int row, string how)
    {
        var state = TwoForces();
        var first = state.Accept(First);
        Assert.Equal(new Outcome.Duplicate(first, RequestFields.None), Ledger.Decide(state, Alike[row].Second));
        Assert.Equal(new Outcome.Duplicate(first, RequestFields.None), Ledger.Decide(Sample.Next(state), Alike[row].Second));
        Assert.True(state.RecordedCount == 3, how);
    }

    [Fact]
    public void A_retry_by_tracking_id_of_a_cancellation_by_id_is_the_same()
    {
        var state = TwoForces();
        state.Accept(First with { OriginalTrackingId = null, AuthorizationId = Original });
        Assert.Equal(RequestFields.None, state.Repeat(First).Difference);
    }

    [Fact]
    public void All_and_all_that_was_left_are_two_requests()
    {
        var state = TwoForces();
        state.Accept(First with { Amount = null });
        Assert.Equal(RequestFields.None, state.Repeat(First with { Amount = null }).Difference);
        Assert.Equal(RequestFields.Amount, state.Repeat(First with { Amount = Amount.Create(40.25m) }).Difference);
    }

    [Fact]
    public void A_retry_with_the_fee_that_was_already_back_is_the_same()
    {
        var state = TwoForces();
        state.Accept(Sample.Cancel("earlier", "t", 1) with { CancelFees = true });
        state.Accept(First with { CancelFees = true });
        Assert.Equal(RequestFields.None, state.Repeat(First with { CancelFees = true }).Difference);
        Assert.Equal(RequestFields.CancelFees, state.Repeat(First).Difference);
    }

    [Fact]
    public void A_retry_of_what_took_everything_is_the_same_and_not_refused()
    {
        var state = TwoForces();
        state.Accept(First with { Amount = null });
        Assert.Equal(RequestFields.None, state.Repeat(First with { Amount = null }).Difference);
    }

    [Fact]
    public void Every_flag_has_a_row()
    {
        var covered = ForceReplayTests.Covered.Concat(Covered).Append(RequestFields.None);
        Assert.Empty(Enum.GetValues<RequestFields>().Except(covered));
    }

    private static LedgerState TwoForces()
    {
        var state = Sample.StateWith(0);
        Assert.Equal(Original, state.Accept(Sample.Force("t", 40.25m)).Id);
        Assert.Equal(Other, state.Accept(Sample.Force("other", 40.25m)).Id);
        return state;
    }
}
