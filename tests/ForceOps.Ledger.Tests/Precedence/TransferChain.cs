namespace ForceOps.Tests;

/// <summary>A transfer's checks. A giver is an account or a card, so funds and the acquirer never answer for the same transfer.</summary>
internal static class TransferChain
{
    private const decimal Brim = 9_999_999_999_999_999_999m;

    public static Chain Account { get; } = new(
        [
            LedgerError.AccountNotFound,
            LedgerError.ProcessingCodeNotFound,
            LedgerError.ProcessingCodeMismatch,
            LedgerError.CurrencyMismatch,
            LedgerError.TooManyDecimals,
            LedgerError.AccountNotActive,
            LedgerError.InsufficientFunds,
            LedgerError.LimitExceeded,
            LedgerError.BalanceOutOfRange,
        ],
        repaired => Make(
            repaired, SampleTransfer.Customer(SampleTransfer.Giver), limited: repaired <= 7, full: repaired <= 8,
            SampleTransfer.Holding(SampleTransfer.Giver, repaired > 6 ? 50 : 40,
                AccountFunds.None with { PerOperation = repaired > 7 ? 50 : 10 })));

    /// <summary>The card is declined.</summary>
    public static Chain DeclinedCard { get; } = Card(SampleTransfer.DeclinedCard, LedgerError.AcquirerDeclined);

    /// <summary>The acquirer does not answer.</summary>
    public static Chain LateCard { get; } = Card(SampleTransfer.LateCard, LedgerError.AcquirerTimedOut);

    private static Chain Card(long card, LedgerError error) => new(
        [
            LedgerError.AccountNotFound,
            LedgerError.ProcessingCodeNotFound,
            LedgerError.ProcessingCodeMismatch,
            LedgerError.CurrencyMismatch,
            LedgerError.TooManyDecimals,
            LedgerError.AccountNotActive,
            error,
            LedgerError.BalanceOutOfRange,
        ],
        repaired => Make(repaired, SampleTransfer.Card(repaired > 6 ? SampleTransfer.GoodCard : card), limited: false,
            full: repaired <= 7));

    private static (LedgerState LedgerState, Operation Operation) Make(
        int repaired, TransferParty from, bool limited, bool full, params Account[] givers)
    {
        var state = SampleTransfer.BooksOf(givers);
        if (repaired > 0)
        {
            state.Load(SampleTransfer.Holding(
                SampleTransfer.Taker, full ? Brim : 0, status: repaired > 5 ? AccountStatus.Normal : AccountStatus.DebitOnly));
        }
        var code = repaired switch { > 2 => Sample.CreditCode, 2 => Sample.DebitCode, _ => SampleTransfer.Gone };
        return (state, SampleTransfer.Transfer("t", repaired > 4 ? 45.25m : 45.2525m, from) with
        {
            // A second mistake of the same kind on the giving side must not hide the first.
            DebitCode = limited && repaired < 3 ? Sample.CreditCode : null,
            CreditCode = code,
            Currency = repaired > 3 ? Sample.Usd : Sample.Jpy,
        });
    }
}
