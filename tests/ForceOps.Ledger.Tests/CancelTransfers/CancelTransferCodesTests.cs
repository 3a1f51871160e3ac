namespace ForceOps.Tests;

/// <summary>
/// The codes of a transfer's cancellation: the reversal codes of the sides that it takes back, or what the request names.
/// </summary>
public sealed class CancelTransferCodesTests
{
    [Fact]
    public void A_named_code_replaces_that_of_its_side()
    {
        var posted = Transferred().Post(Cancel with { DebitCode = Sample.DebitCode });
        Assert.Equal((Sample.DebitCode, SampleTransfer.DebitCanceled),
            (posted.Authorization.ProcessingCode, posted.Counterpart!.ProcessingCode));
        posted = Transferred().Post(Cancel with { CreditCode = Sample.CreditCode });
        Assert.Equal((SampleTransfer.CreditCanceled, Sample.CreditCode),
            (posted.Authorization.ProcessingCode, posted.Counterpart!.ProcessingCode));
    }

    [Fact]
    public void A_named_code_must_exist_and_go_its_sides_way()
    {
        Assert.Equal(LedgerError.ProcessingCodeNotFound, Transferred().Reject(Cancel with { DebitCode = SampleTransfer.Gone }).Error);
        Assert.Equal(LedgerError.ProcessingCodeNotFound, Transferred().Reject(Cancel with { CreditCode = SampleTransfer.Gone }).Error);
        foreach (var wrong in new[] { Sample.CreditCode, Sample.NeutralCode })
            Assert.Equal(LedgerError.ProcessingCodeMismatch, Transferred().Reject(Cancel with { DebitCode = wrong }).Error);
        foreach (var wrong in new[] { Sample.DebitCode, Sample.NeutralCode })
            Assert.Equal(LedgerError.ProcessingCodeMismatch, Transferred().Reject(Cancel with { CreditCode = wrong }).Error);
    }

    [Fact]
    public void One_that_does_not_exist_answers_before_one_that_goes_the_wrong_way_whichever_side_it_is_on()
    {
        var wrongDebit = Cancel with { DebitCode = Sample.CreditCode, CreditCode = SampleTransfer.Gone };
        Assert.Equal(LedgerError.ProcessingCodeNotFound, Transferred().Reject(wrongDebit).Error);
        var wrongCredit = Cancel with { DebitCode = SampleTransfer.Gone, CreditCode = Sample.DebitCode };
        Assert.Equal(LedgerError.ProcessingCodeNotFound, Transferred().Reject(wrongCredit).Error);
    }

    [Fact]
    public void A_named_code_must_belong_to_a_side_that_there_is()
    {
        var cashIn = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Taker, 0));
        cashIn.Post(SampleTransfer.Transfer("t", 10, SampleTransfer.World));
        Assert.Equal(LedgerError.ProcessingCodeMismatch, cashIn.Reject(Cancel with { CreditCode = Sample.CreditCode }).Error);
        Assert.Equal(Sample.DebitCode, cashIn.Post(Cancel with { DebitCode = Sample.DebitCode }).Authorization.ProcessingCode);

        var cashOut = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 10));
        cashOut.Post(SampleTransfer.Transfer("t", 10, to: SampleTransfer.World));
        Assert.Equal(LedgerError.ProcessingCodeMismatch, cashOut.Reject(Cancel with { DebitCode = Sample.DebitCode }).Error);
        Assert.Equal(Sample.CreditCode, cashOut.Post(Cancel with { CreditCode = Sample.CreditCode }).Authorization.ProcessingCode);
    }

    [Fact]
    public void The_reversal_code_is_todays_and_the_direction_the_originals()
    {
        var today = Sample.Next(Transferred(), Sample.Org(
            Sample.Rule(SampleTransfer.Debit, BalanceImpact.Credit, reversal: Sample.NeutralCode),
            Sample.Rule(SampleTransfer.Credit, BalanceImpact.Debit)));
        var posted = today.Post(Cancel);
        Assert.Equal((SampleTransfer.Credit, BalanceImpact.Debit), (posted.Authorization.ProcessingCode, posted.Authorization.Impact));
        Assert.Equal((Sample.NeutralCode, BalanceImpact.Credit), (posted.Counterpart!.ProcessingCode, posted.Counterpart.Impact));
    }

    [Fact]
    public void Codes_that_are_gone_lend_their_names()
    {
        var posted = Sample.Next(Transferred(), Sample.Org()).Post(Cancel);
        Assert.Equal((SampleTransfer.Credit, SampleTransfer.Debit),
            (posted.Authorization.ProcessingCode, posted.Counterpart!.ProcessingCode));
    }

    private static CancelTransfer Cancel => SampleTransfer.Cancel("c", "t", 10);

    private static LedgerState Transferred()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 10), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        state.Post(SampleTransfer.Transfer("t", 10));
        return state;
    }
}
