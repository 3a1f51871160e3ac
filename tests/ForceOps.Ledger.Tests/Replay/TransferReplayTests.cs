namespace ForceOps.Tests;

/// <summary>A second transfer under the same tracking id.</summary>
public sealed class TransferReplayTests
{
    private static readonly Transfer Between = SampleTransfer.Transfer("t", 40.25m) with
    {
        Currency = Sample.Usd,
        DebitCode = Sample.DebitCode,
        Descriptor = "a descriptor",
        Metadata = """{"a":1}""",
    };

    private static readonly Transfer CashIn = SampleTransfer.Transfer("t", 40.25m, SampleTransfer.World);
    private static readonly Transfer CashOut = SampleTransfer.Transfer("t", 40.25m, to: SampleTransfer.World);
    private static readonly Transfer Charge = SampleTransfer.Transfer("t", 40.25m, SampleTransfer.Card(SampleTransfer.GoodCard));

    private static readonly (RequestFields Field, string How, Transfer First, Operation Second)[] Differing =
    [
        (RequestFields.Kind, "a force", Between, Sample.Force("t", 40.25m)),
        (RequestFields.Kind, "a force's cancel", Between, Sample.Cancel("t", "t")),
        (RequestFields.Kind, "a transfer's cancel", Between, SampleTransfer.Cancel("t", "t", 40.25m)),
        (RequestFields.Kind, "another dialect", Between, Between with { Channel = Channel.Bluefin }),
        (RequestFields.Account, "another giver", Between, Between with { From = SampleTransfer.Customer(3) }),
        (RequestFields.Account, "another taker", Between, Between with { To = SampleTransfer.Customer(3) }),
        (RequestFields.Account, "the other way", Between, Between with { From = Between.To, To = Between.From }),
        (RequestFields.Account, "from outside", Between, Between with { From = SampleTransfer.World }),
        (RequestFields.Account, "to outside", Between, Between with { To = SampleTransfer.World }),
        (RequestFields.Account, "from an account, not from outside", CashIn, CashIn with { From = SampleTransfer.Customer(1) }),
        (RequestFields.Account, "another taker from outside", CashIn, CashIn with { To = SampleTransfer.Customer(1) }),
        (RequestFields.Account, "another external id", CashIn,
            CashIn with { From = new TransferParty.Outside("DEPOSIT", "my-external-id-test-02") }),
        (RequestFields.Account, "another external type", CashIn,
            CashIn with { From = new TransferParty.Outside("deposit", "my-external-id-test-01") }),
        (RequestFields.Account, "out, not in", CashIn, CashIn with { From = CashIn.To, To = CashIn.From }),
        (RequestFields.Account, "another external taker", CashOut, CashOut with { To = new TransferParty.Outside("DEPOSIT", "other") }),
        (RequestFields.Account, "another card", Charge, Charge with { From = SampleTransfer.Card(SampleTransfer.DeclinedCard) }),
        (RequestFields.Account, "no card", Charge, Charge with { From = SampleTransfer.World }),
        (RequestFields.Amount, "another", Between, Between with { Amount = Amount.Create(40.26m) }),
        (RequestFields.ProcessingCode, "another of the giver", Between, Between with { DebitCode = SampleTransfer.Debit }),
        (RequestFields.ProcessingCode, "another of the taker", Between, Between with { CreditCode = Sample.CreditCode }),
        (RequestFields.ProcessingCode, "the default of the giver", Between, Between with { DebitCode = null }),
        (RequestFields.ProcessingCode, "another from outside", CashIn, CashIn with { CreditCode = SampleTransfer.Credit }),
        (RequestFields.Currency, "another", Between, Between with { Currency = Sample.Jpy }),
        (RequestFields.Descriptor, "another", Between, Between with { Descriptor = "A descriptor" }),
        (RequestFields.Descriptor, "none", Between, Between with { Descriptor = null }),
        (RequestFields.Metadata, "another", Between, Between with { Metadata = """{"a":2}""" }),
        (RequestFields.Metadata, "none", Between, Between with { Metadata = null }),
        (RequestFields.Account | RequestFields.Amount, "two fields", Between,
            Between with { To = SampleTransfer.World, Amount = Amount.Create(1) }),
    ];

    private static readonly (string How, Transfer First, Operation Second)[] Alike =
    [
        ("the same", Between, Between),
        ("the same from outside", CashIn, CashIn),
        ("the same to outside", CashOut, CashOut),
        ("the same from a card", Charge, Charge),
        ("the amount with more zeros", Between, Between with { Amount = Amount.Create(40.2500m) }),
        ("without the currency, which the accounts have", Between, Between with { Currency = null }),
        ("the taker's default code by name", Between, Between with { CreditCode = SampleTransfer.Credit }),
        ("the cash-in's default code by name", CashIn, CashIn with { CreditCode = SampleTransfer.CashIn }),
        ("with a code for outside", CashIn with { DebitCode = Sample.DebitCode }, CashIn with { DebitCode = Sample.DebitCode }),
        ("with a code for outside at last", CashOut, CashOut with { CreditCode = Sample.CreditCode }),
        ("another correlation id and timeline", Between, Between with { CorrelationId = "another", InTimeline = false }),
    ];

    public static TheoryData<int, RequestFields, string> DifferingRows { get; } =
        new(Differing.Select((row, index) => (index, row.Field, row.How)));

    public static TheoryData<int, string> AlikeRows { get; } = new(Alike.Select((row, index) => (index, row.How)));

    [Theory]
    [MemberData(nameof(DifferingRows))]
    public void Exactly_what_differs_is_told(int row, RequestFields field, string how) =>
        Expect(field, Differing[row].First, Differing[row].Second, how);

    [Theory]
    [MemberData(nameof(AlikeRows))]
    public void A_retry_that_says_the_same_is_the_same(int row, string how) =>
        Expect(RequestFields.None, Alike[row].First, Alike[row].Second, how);

    [Fact]
    public void A_retry_without_funds_or_code_or_status_is_the_same_all_the_same()
    {
        var state = Accounts();
        var first = state.Post(Between);
        var later = SampleTransfer.BooksOf(Sample.Org(), SampleTransfer.Holding(SampleTransfer.Giver, -5, status: AccountStatus.Cancelled));
        later.Load(first.Authorization);
        later.Load(first.Counterpart!);
        Assert.Equal(RequestFields.None, later.Repeat(Between).Difference);
    }

    [Fact]
    public void A_retry_after_a_cancellation_is_shown_what_is_canceled_on_both_sides()
    {
        var state = Accounts();
        state.Post(Between);
        state.Post(SampleTransfer.Cancel("c", "t", 20));
        var repeat = state.Repeat(Between);
        Assert.Equal((20, 20), (repeat.Earlier.CanceledAmount, repeat.Counterpart!.CanceledAmount));
    }

    [Fact]
    public void A_refused_transfer_does_not_use_up_its_tracking_id()
    {
        var state = Accounts();
        state.Reject(Between with { Amount = Amount.Create(10_000) });
        state.Post(Between);
    }

    [Fact]
    public void A_force_under_a_transfers_tracking_id_is_another_kind_although_only_one_side_is_loaded()
    {
        var state = Sample.StateWith(0);
        state.Load(Accounts().Post(Between).Authorization with { Id = 900 });
        Assert.Equal(RequestFields.Kind, state.Repeat(Sample.Force("t", 40.25m)).Difference);
    }

    private static void Expect(RequestFields field, Transfer first, Operation second, string how)
    {
        var state = Accounts();
        var posted = state.Post(first);
        var expected = new Outcome.Duplicate(posted.Authorization, field) { Counterpart = posted.Counterpart };
        var count = state.RecordedCount;
        Assert.Equal(expected, Ledger.Decide(state, second));
        Assert.Equal(expected, Ledger.Decide(Sample.Next(state), second));
        Assert.True(state.RecordedCount == count, how);
    }

    private static LedgerState Accounts() =>
        SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 100), SampleTransfer.Holding(SampleTransfer.Taker, 0),
            SampleTransfer.Holding(3, 0));
}
