namespace ForceOps.Tests;

/// <summary>A second force under the same tracking id: which fields differ is told exactly.</summary>
public sealed class ForceReplayTests
{
    private static readonly Force First = Sample.Force("t", 40.25m) with
    {
        Currency = Sample.Usd,
        Descriptor = "a descriptor",
        Metadata = """{"a":1}""",
        Original = new OriginalAuthorization(99, OnNetwork: true),
        ValueDate = Sample.Now.AddDays(-1),
    };

    /// <summary>One row per flag that a force can differ by, and several for the fields that differ in more than one way.</summary>
    private static readonly (RequestFields Field, string How, Operation Second)[] Differing =
    [
        (RequestFields.Kind, "another dialect", First with { Channel = Channel.Bluefin }),
        (RequestFields.Kind, "a cancellation", Sample.Cancel("t", "t")),
        (RequestFields.Kind, "another dialect and all else", First with { Channel = Channel.Fiserv, AccountId = 1,
            Amount = Amount.Create(1) }),
        (RequestFields.Account, "another", First with { AccountId = 1235 }),
        (RequestFields.Amount, "another", First with { Amount = Amount.Create(40.26m) }),
        (RequestFields.ProcessingCode, "another", First with { ProcessingCode = Sample.CreditCode }),
        (RequestFields.Currency, "another", First with { Currency = Sample.Jpy }),
        (RequestFields.Descriptor, "another", First with { Descriptor = "A descriptor" }),
        (RequestFields.Descriptor, "none", First with { Descriptor = null }),
        (RequestFields.Metadata, "another", First with { Metadata = """{"a":2}""" }),
        (RequestFields.Metadata, "none", First with { Metadata = null }),
        (RequestFields.OriginalAuthorization, "another id", First with { Original = new OriginalAuthorization(98, OnNetwork: true) }),
        (RequestFields.OriginalAuthorization, "another type", First with { Original = new OriginalAuthorization(99, OnNetwork: false) }),
        (RequestFields.OriginalAuthorization, "none", First with { Original = null }),
        (RequestFields.ValueDate, "another", First with { ValueDate = Sample.Now.AddDays(-2) }),
        (RequestFields.ValueDate, "none", First with { ValueDate = null }),
        (RequestFields.Amount | RequestFields.Account, "two fields", First with { AccountId = 1, Amount = Amount.Create(1) }),
    ];

    private static readonly (string How, Operation Second)[] Alike =
    [
        ("the same", First),
        ("the amount with more zeros", First with { Amount = Amount.Create(40.2500m) }),
        ("without the currency, which the account has", First with { Currency = null }),
        ("another correlation id", First with { CorrelationId = "another" }),
        ("another wish about the timeline", First with { InTimeline = false }),
        ("the value date in another zone", First with { ValueDate = First.ValueDate!.Value.ToOffset(TimeSpan.FromHours(-3)) }),
    ];

    public static TheoryData<int, RequestFields, string> DifferingRows { get; } =
        new(Differing.Select((row, index) => (index, row.Field, row.How)));

    public static TheoryData<int, string> AlikeRows { get; } = new(Alike.Select((row, index) => (index, row.How)));

    /// <summary>What a force can differ by from another operation, for the test that no flag is forgotten.</summary>
    internal static IEnumerable<RequestFields> Covered => Differing.Select(row => row.Field);

    [Theory]
    [MemberData(nameof(DifferingRows))]
    public void Exactly_what_differs_is_told(int row, RequestFields field, string how)
    {
        var state = Sample.StateWith(0);
        var first = state.Accept(First);
        Assert.Equal(new Outcome.Duplicate(first, field), Ledger.Decide(state, Differing[row].Second));
        Assert.Equal(new Outcome.Duplicate(first, field), Ledger.Decide(Sample.Next(state), Differing[row].Second));
        Assert.True(state.RecordedCount == 1, how);
    }

    [Theory]
    [MemberData(nameof(AlikeRows))]
    public void A_retry_that_says_the_same_is_the_same(int row, string how)
    {
        var state = Sample.StateWith(0);
        var first = state.Accept(First);
        Assert.Equal(new Outcome.Duplicate(first, RequestFields.None), Ledger.Decide(state, Alike[row].Second));
        Assert.Equal(new Outcome.Duplicate(first, RequestFields.None), Ledger.Decide(Sample.Next(state), Alike[row].Second));
        Assert.True(state.RecordedCount == 1, how);
    }

    [Fact]
    public void A_retry_is_the_same_although_the_code_and_the_account_have_changed_since()
    {
        var state = Sample.StateWith(0);
        var first = state.Accept(First);
        var later = Sample.LedgerState(Sample.Org() with { OpenOnFirstUse = false }, firstId: 100);
        later.Load(first);
        Assert.Equal(RequestFields.None, later.Repeat(First).Difference);
    }

    [Fact]
    public void A_retry_after_a_cancellation_is_shown_what_is_canceled()
    {
        var state = Sample.StateWith(0);
        state.Accept(First);
        state.Accept(Sample.Cancel("c", "t", 20));
        Assert.Equal(20, state.Repeat(First).Earlier.CanceledAmount);
    }

    [Fact]
    public void A_tracking_id_in_other_letters_is_another_operation()
    {
        var state = Sample.StateWith(0);
        state.Accept(First);
        state.Accept(First with { TrackingId = TrackingId.Parse("T") });
        Assert.Equal(2, state.RecordedCount);
    }

    [Fact]
    public void A_refused_force_does_not_use_up_its_tracking_id()
    {
        var state = Sample.StateWith(0);
        state.Reject(First with { Currency = Sample.Jpy });
        state.Accept(First);
    }
}
