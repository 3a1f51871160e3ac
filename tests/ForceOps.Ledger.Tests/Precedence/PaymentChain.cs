namespace ForceOps.Tests;

/// <summary>The checks of payments. A cash-out and a payment between accounts have those of a transfer.</summary>
internal static class PaymentChain
{
    private const decimal Brim = 9_999_999_999_999_999_999m;

    internal static readonly LedgerError[] OfMoney =
    [
        LedgerError.AccountNotFound,
        LedgerError.ProcessingCodeNotFound,
        LedgerError.ProcessingCodeMismatch,
        LedgerError.CurrencyMismatch,
        LedgerError.TooManyDecimals,
        LedgerError.AccountNotActive,
        LedgerError.InsufficientFunds,
        LedgerError.LimitExceeded,
    ];

    /// <summary>An account that has less than the lowest balance less the amount has no funds, so that the range never answers.</summary>
    public static Chain CashOut { get; } = new(OfMoney, repaired => (PayingBooks(repaired), SamplePayment.Payment("t", 1) with
    {
        Amount = AmountAfter(repaired), ProcessingCode = CodeAfter(repaired), Currency = repaired > 3 ? Sample.Usd : Sample.Jpy,
    }));

    public static Chain Between { get; } = new([.. OfMoney, LedgerError.BalanceOutOfRange], repaired =>
    {
        var state = SampleTransfer.BooksOf(Payer(SampleTransfer.Giver, repaired, AccountStatus.Normal));
        if (repaired > 0)
        {
            state.Load(SampleTransfer.Holding(
                SampleTransfer.Taker, repaired > 8 ? 0 : Brim, status: repaired > 5 ? AccountStatus.Normal : AccountStatus.DebitOnly));
        }
        return (state, SamplePayment.Transfer("t", repaired > 4 ? 45.25m : 45.2525m) with
        {
            CreditCode = repaired switch { > 2 => Sample.CreditCode, 2 => Sample.DebitCode, _ => SampleTransfer.Gone },
            Currency = repaired > 3 ? Sample.Usd : Sample.Jpy,
        });
    });

    /// <summary>What is canceled is a force, of which less is left than is asked for.</summary>
    public static Chain CancelForce { get; } = new(
        [
            LedgerError.AuthorizationNotFound,
            LedgerError.AccountOutOfReach,
            LedgerError.NotAPayment,
            LedgerError.TooManyDecimals,
            LedgerError.AmountExceedsRemaining,
            LedgerError.BalanceOutOfRange,
        ],
        repaired => Cancel(repaired, canceled: repaired > 4 ? 0 : 10, brim: repaired < 6, decimals: repaired < 4));

    /// <summary>Nothing is left of what is canceled.</summary>
    public static Chain Canceled { get; } = new(
        [
            LedgerError.AuthorizationNotFound,
            LedgerError.AccountOutOfReach,
            LedgerError.NotAPayment,
            LedgerError.AlreadyCanceled,
        ],
        repaired => Cancel(repaired, canceled: repaired > 3 ? 0 : 50, brim: repaired < 4, decimals: false));

    private static (LedgerState LedgerState, Operation Operation) Cancel(int repaired, decimal canceled, bool brim, bool decimals)
    {
        var state = Sample.LedgerState(firstId: 100);
        state.Load(SampleTransfer.Holding(Sample.AccountId, brim ? -Brim : 0));
        state.Load(new Authorization
        {
            Id = repaired > 0 ? 8 : 9,
            TrackingId = TrackingId.Parse("original"),
            Type = repaired > 2 ? AuthorizationType.Payment : AuthorizationType.Force,
            Channel = Channel.Pismo,
            AccountId = Sample.AccountId,
            ProcessingCode = SampleTransfer.CashIn,
            Impact = BalanceImpact.Credit,
            Amount = 50,
            CanceledAmount = canceled,
            Currency = Sample.Usd,
            EventDate = Sample.Now,
            InTimeline = true,
            CorrelationId = "cid",
        });
        return (state, SamplePayment.Cancel("t", 8, decimals ? 40.2525m : 40.25m) with
        {
            ConfinedTo = repaired > 1 ? Sample.AccountId : Sample.AccountId + 1,
        });
    }

    internal static LedgerState PayingBooks(int repaired)
    {
        var state = SampleTransfer.BooksOf();
        if (repaired > 0)
            state.Load(Payer(Sample.AccountId, repaired, repaired > 5 ? AccountStatus.Normal : AccountStatus.Blocked));
        return state;
    }

    internal static Amount AmountAfter(int repaired) => Amount.Create(repaired > 4 ? 45.25m : 45.2525m);

    internal static ProcessingCode CodeAfter(int repaired) => repaired switch
    {
        > 2 => SampleTransfer.CashOut,
        2 => Sample.NeutralCode,
        _ => SampleTransfer.Gone,
    };

    private static Account Payer(long id, int repaired, AccountStatus status) => SampleTransfer.Holding(
        id, repaired > 6 ? 50 : 40, AccountFunds.None with { PerOperation = repaired > 7 ? 50 : 10 }, status: status);
}
