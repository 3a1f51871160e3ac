namespace ForceOps.Tests;

/// <summary>Which code each side gets, by default and by name, and which are refused.</summary>
public sealed class TransferCodesTests
{
    private static readonly (string Kind, TransferParty From, TransferParty To, ProcessingCode? Debit, ProcessingCode? Credit)[] Defaults =
    [
        ("account to account", SampleTransfer.Customer(1), SampleTransfer.Customer(2), SampleTransfer.Debit, SampleTransfer.Credit),
        ("account to merchant", SampleTransfer.Customer(1), SampleTransfer.Merchant(70), SampleTransfer.Debit, SampleTransfer.Credit),
        ("merchant to account", SampleTransfer.Merchant(70), SampleTransfer.Customer(2), SampleTransfer.Debit, SampleTransfer.Credit),
        ("merchant to merchant", SampleTransfer.Merchant(70), SampleTransfer.Merchant(71), SampleTransfer.Debit, SampleTransfer.Credit),
        ("cash-in", SampleTransfer.World, SampleTransfer.Customer(2), null, SampleTransfer.CashIn),
        ("cash-in to a merchant", SampleTransfer.World, SampleTransfer.Merchant(70), null, SampleTransfer.CashIn),
        ("cash-out", SampleTransfer.Customer(1), SampleTransfer.World, SampleTransfer.CashOut, null),
        ("cash-out of a merchant", SampleTransfer.Merchant(70), SampleTransfer.World, SampleTransfer.CashOut, null),
        ("card to account", SampleTransfer.Card(4000), SampleTransfer.Customer(2), null, SampleTransfer.CashIn),
        ("card to merchant", SampleTransfer.Card(4000), SampleTransfer.Merchant(70), null, SampleTransfer.CashIn),
    ];

    public static TheoryData<int, string> Kinds { get; } = new(Defaults.Select((row, index) => (index, row.Kind)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_default_follows_the_kind_of_transfer(int row, string kind)
    {
        var (_, from, to, debit, credit) = Defaults[row];
        var posted = Rich(Sample.Rules).Post(SampleTransfer.Transfer("t", 1, from, to));
        var codes = new[] { posted.Authorization, posted.Counterpart }.OfType<Authorization>().ToDictionary(
            side => side.Impact, side => side.ProcessingCode);
        Assert.True(debit is { } taken ? codes[BalanceImpact.Debit] == taken : !codes.ContainsKey(BalanceImpact.Debit), kind);
        Assert.True(credit is { } given ? codes[BalanceImpact.Credit] == given : !codes.ContainsKey(BalanceImpact.Credit), kind);
    }

    [Fact]
    public void A_named_code_replaces_the_default_of_its_side()
    {
        var posted = Rich(Sample.Rules).Post(Named(Sample.DebitCode, Sample.CreditCode));
        Assert.Equal((Sample.DebitCode, Sample.CreditCode), (posted.Authorization.ProcessingCode, posted.Counterpart!.ProcessingCode));
        posted = Rich(Sample.Rules).Post(Named(debit: Sample.DebitCode));
        Assert.Equal((Sample.DebitCode, SampleTransfer.Credit), (posted.Authorization.ProcessingCode, posted.Counterpart!.ProcessingCode));
        posted = Rich(Sample.Rules).Post(Named(credit: Sample.CreditCode));
        Assert.Equal((SampleTransfer.Debit, Sample.CreditCode), (posted.Authorization.ProcessingCode, posted.Counterpart!.ProcessingCode));
    }

    [Fact]
    public void A_code_must_go_its_sides_way()
    {
        Assert.Equal(LedgerError.ProcessingCodeMismatch, Rich(Sample.Rules).Reject(Named(debit: Sample.CreditCode)).Error);
        Assert.Equal(LedgerError.ProcessingCodeMismatch, Rich(Sample.Rules).Reject(Named(credit: Sample.DebitCode)).Error);
        Assert.Equal(LedgerError.ProcessingCodeMismatch, Rich(Sample.Rules).Reject(Named(debit: Sample.NeutralCode)).Error);
        Assert.Equal(LedgerError.ProcessingCodeMismatch, Rich(Sample.Rules).Reject(Named(credit: Sample.NeutralCode)).Error);
    }

    [Fact]
    public void A_code_must_exist()
    {
        Assert.Equal(LedgerError.ProcessingCodeNotFound, Rich(Sample.Rules).Reject(Named(debit: SampleTransfer.Gone)).Error);
        Assert.Equal(LedgerError.ProcessingCodeNotFound, Rich(Sample.Rules).Reject(Named(credit: SampleTransfer.Gone)).Error);
        Assert.Equal(LedgerError.ProcessingCodeNotFound, Rich(Sample.Org()).Reject(Named()).Error);
    }

    [Fact]
    public void One_that_does_not_exist_answers_before_one_that_goes_the_wrong_way_whichever_side_it_is_on()
    {
        Assert.Equal(LedgerError.ProcessingCodeNotFound, Rich(Sample.Rules).Reject(Named(Sample.CreditCode, SampleTransfer.Gone)).Error);
        Assert.Equal(LedgerError.ProcessingCodeNotFound, Rich(Sample.Rules).Reject(Named(SampleTransfer.Gone, Sample.DebitCode)).Error);
    }

    [Fact]
    public void An_account_that_does_not_exist_answers_before_a_code_whichever_side_it_is_on()
    {
        var toNobody = SampleTransfer.Transfer("t", 1, to: SampleTransfer.Customer(99)) with { DebitCode = SampleTransfer.Gone };
        Assert.Equal(LedgerError.AccountNotFound, Rich(Sample.Rules).Reject(toNobody).Error);
        var fromNobody = SampleTransfer.Transfer("t", 1, SampleTransfer.Customer(99)) with { CreditCode = SampleTransfer.Gone };
        Assert.Equal(LedgerError.AccountNotFound, Rich(Sample.Rules).Reject(fromNobody).Error);
    }

    [Fact]
    public void The_code_of_a_party_outside_the_books_is_nobodys()
    {
        // Its item may name one (contract, section 4), but no authorization is made that could carry it.
        var posted = Rich(Sample.Rules).Post(
            SampleTransfer.Transfer("t", 1, SampleTransfer.World) with { DebitCode = SampleTransfer.Gone });
        Assert.Equal(SampleTransfer.CashIn, posted.Authorization.ProcessingCode);
        posted = Rich(Sample.Rules).Post(SampleTransfer.Transfer(
            "t", 1, to: SampleTransfer.World) with { CreditCode = SampleTransfer.Gone });
        Assert.Equal(SampleTransfer.CashOut, posted.Authorization.ProcessingCode);
    }

    private static Transfer Named(ProcessingCode? debit = null, ProcessingCode? credit = null) =>
        SampleTransfer.Transfer("t", 1) with { DebitCode = debit, CreditCode = credit };

    private static LedgerState Rich(OrgRules rules) => SampleTransfer.BooksOf(
        rules, SampleTransfer.Holding(SampleTransfer.Giver, 9), SampleTransfer.Holding(SampleTransfer.Taker, 9),
        SampleTransfer.Holding(SampleTransfer.Shop, 9));
}
