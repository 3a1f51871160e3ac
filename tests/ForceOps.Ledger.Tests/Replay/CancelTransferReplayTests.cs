namespace ForceOps.Tests;

/// <summary>A second transfer's cancel under the same tracking id.</summary>
public sealed class CancelTransferReplayTests
{
    private const long Debit = 1;
    private const long Credit = 2;
    private const long OtherDebit = 4;
    private const long OtherCredit = 5;

    private static readonly CancelTransfer First = SampleTransfer.Cancel("c", "t", 20) with
    {
        DebitCode = Sample.DebitCode,
        Descriptor = "a descriptor",
        Metadata = """{"a":1}""",
    };

    private static readonly (RequestFields Field, string How, Operation Second)[] Differing =
    [
        (RequestFields.Kind, "a force", Sample.Force("c", 20)),
        (RequestFields.Kind, "a force's cancel", Sample.Cancel("c", "t", 20)),
        (RequestFields.Kind, "a transfer", SampleTransfer.Transfer("c", 20)),
        (RequestFields.Kind, "another dialect", First with { Channel = Channel.Fiserv }),
        (RequestFields.Amount, "another", First with { Amount = Amount.Create(20.01m) }),
        (RequestFields.ProcessingCode, "another", First with { DebitCode = SampleTransfer.CreditCanceled }),
        (RequestFields.ProcessingCode, "another of the other side", First with { CreditCode = Sample.CreditCode }),
        (RequestFields.Descriptor, "another", First with { Descriptor = "A descriptor" }),
        (RequestFields.Metadata, "none", First with { Metadata = null }),
        (RequestFields.Canceled, "another by tracking id", First with { OriginalTrackingId = TrackingId.Parse("other") }),
        (RequestFields.Canceled, "an unknown tracking id", First with { OriginalTrackingId = TrackingId.Parse("unknown") }),
        (RequestFields.Canceled, "the cancellation itself", First with { OriginalTrackingId = TrackingId.Parse("c") }),
        (RequestFields.Canceled, "another giving side", ById(OtherDebit)),
        (RequestFields.Canceled, "another receiving side", ById(OtherCredit)),
        (RequestFields.Canceled, "an unknown id", ById(9999)),
        (RequestFields.Canceled | RequestFields.Amount, "two fields", ById(OtherDebit) with { Amount = Amount.Create(1) }),
    ];

    private static readonly (string How, Operation Second)[] Alike =
    [
        ("the same", First),
        ("by the giving side's id", ById(Debit)),
        ("by the receiving side's id", ById(Credit)),
        ("the other side's default code by name", First with { CreditCode = SampleTransfer.DebitCanceled }),
        ("the amount with more zeros", First with { Amount = Amount.Create(20.00m) }),
        ("another correlation id and timeline", First with { CorrelationId = "another", InTimeline = false }),
    ];

    public static TheoryData<int, RequestFields, string> DifferingRows { get; } =
        new(Differing.Select((row, index) => (index, row.Field, row.How)));

    public static TheoryData<int, string> AlikeRows { get; } = new(Alike.Select((row, index) => (index, row.How)));

    [Theory]
    [MemberData(nameof(DifferingRows))]
    public void Exactly_what_differs_is_told(int row, RequestFields field, string how) => Expect(First, field, Differing[row].Second, how);

    [Theory]
    [MemberData(nameof(AlikeRows))]
    public void A_retry_that_says_the_same_is_the_same(int row, string how) => Expect(First, RequestFields.None, Alike[row].Second, how);

    [Fact]
    public void A_retry_by_tracking_id_of_a_cancellation_by_either_id_is_the_same()
    {
        Expect(ById(Debit), RequestFields.None, First, "by the giving side");
        Expect(ById(Credit), RequestFields.None, First, "by the receiving side");
        Expect(ById(Credit), RequestFields.None, ById(Debit), "by the other side");
    }

    [Fact]
    public void A_retry_of_what_took_everything_is_the_same_and_not_refused() =>
        Expect(First with { Amount = Amount.Create(40.25m) }, RequestFields.None, First with { Amount = Amount.Create(40.25m) }, "all");

    [Fact]
    public void A_cash_ins_cancellation_is_compared_by_its_one_side()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var id = state.Post(SampleTransfer.Transfer("t", 30, SampleTransfer.World)).Authorization.Id;
        var first = SampleTransfer.Cancel("c", "t", 10);
        state.Post(first);
        Assert.Equal(RequestFields.None, state.Repeat(first).Difference);
        Assert.Equal(RequestFields.None, state.Repeat(SampleTransfer.Cancel("c", id, 10)).Difference);
        Assert.Equal(RequestFields.Canceled, state.Repeat(SampleTransfer.Cancel("c", "c", 10)).Difference);
        Assert.Equal(RequestFields.ProcessingCode, state.Repeat(first with { DebitCode = Sample.DebitCode }).Difference);
        Assert.Equal(RequestFields.ProcessingCode, state.Repeat(first with { CreditCode = Sample.CreditCode }).Difference);
    }

    private static CancelTransfer ById(long id) => First with { OriginalTrackingId = null, AuthorizationId = id };

    private static void Expect(CancelTransfer first, RequestFields field, Operation second, string how)
    {
        var state = TwoTransfers();
        var posted = state.Post(first);
        var expected = new Outcome.Duplicate(posted.Authorization, field) { Counterpart = posted.Counterpart };
        Assert.Equal(expected, Ledger.Decide(state, second));
        Assert.Equal(expected, Ledger.Decide(Sample.Next(state), second));
        Assert.True(state.RecordedCount == 6, how);
    }

    private static LedgerState TwoTransfers()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 100), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        var (one, other) = (state.Post(SampleTransfer.Transfer("t", 40.25m)), state.Post(SampleTransfer.Transfer("other", 40.25m)));
        Assert.Equal((Debit, Credit), (one.Authorization.Id, one.Counterpart!.Id));
        Assert.Equal((OtherDebit, OtherCredit), (other.Authorization.Id, other.Counterpart!.Id));
        return state;
    }
}
