namespace ForceOps.Tests;

internal static class HoldChain
{
    private const decimal Brim = 9_999_999_999_999_999_999m;

    public static Chain Hold { get; } = new(
        [
            LedgerError.AccountNotFound,
            LedgerError.ProcessingCodeNotFound,
            LedgerError.ProcessingCodeMismatch,
            LedgerError.TooManyDecimals,
            LedgerError.AccountNotActive,
            LedgerError.InsufficientFunds,
            LedgerError.BalanceOutOfRange,
        ],
        repaired => (
            Books(repaired > 0, repaired > 4, balance: 5, held: repaired > 6 ? 0 : Brim),
            SampleHold.Hold("t", AmountAfter(repaired, 4)) with
            {
                ProcessingCode = CodeAfter(repaired, 1, SampleHold.Code),
                SkipsBalance = repaired > 5,
            }));

    public static Chain Release { get; } = new(
        [
            LedgerError.AuthorizationNotFound,
            LedgerError.IdentifiersDisagree,
            LedgerError.NotAHold,
            LedgerError.ProcessingCodeNotFound,
            LedgerError.ProcessingCodeMismatch,
            LedgerError.TooManyDecimals,
            LedgerError.AmountExceedsRemaining,
            LedgerError.AccountNotActive,
        ],
        repaired =>
        {
            var state = Books(isThere: true, isActive: repaired > 7, balance: 100, held: 50);
            state.Load(Original(repaired, left: repaired > 6 ? 50 : 10));
            return (state, SampleHold.Release("t", AmountAfter(repaired, 6), repaired > 1 ? "original" : "another") with
            {
                AuthorizationId = 8,
                ProcessingCode = CodeAfter(repaired, 3, SampleHold.ReleaseCode),
            });
        });

    public static Chain Transfer { get; } = new(
        [
            LedgerError.AuthorizationNotFound,
            LedgerError.IdentifiersDisagree,
            LedgerError.NotAHold,
            LedgerError.AccountNotFound,
            LedgerError.ProcessingCodeNotFound,
            LedgerError.ProcessingCodeMismatch,
            LedgerError.CurrencyMismatch,
            LedgerError.TooManyDecimals,
            LedgerError.AmountExceedsRemaining,
            LedgerError.AccountNotActive,
            LedgerError.BalanceOutOfRange,
        ],
        repaired =>
        {
            var state = Books(isThere: true, isActive: repaired > 9, balance: 100, held: 50);
            state.Load(Original(repaired, left: repaired > 8 ? 50 : 10));
            if (repaired > 3)
            {
                state.Load(SampleTransfer.Holding(
                    SampleTransfer.Taker, repaired > 10 ? 0 : Brim, currency: repaired > 6 ? Sample.Usd : Sample.Bhd));
            }
            return (state, SampleHold.Transfer(
                "t", AmountAfter(repaired, 8), repaired > 1 ? "original" : "another", SampleTransfer.Customer(SampleTransfer.Taker)) with
            {
                AuthorizationId = 8,
                ProcessingCode = CodeAfter(repaired, 4, SampleHold.TransferCode),
            });
        });

    public static Chain Cancel { get; } = new(
        [
            LedgerError.AuthorizationNotFound,
            LedgerError.IdentifiersDisagree,
            LedgerError.NotAHold,
            LedgerError.ProcessingCodeNotFound,
            LedgerError.ProcessingCodeMismatch,
            LedgerError.TooManyDecimals,
            LedgerError.AmountExceedsRemaining,
            LedgerError.BalanceOutOfRange,
        ],
        repaired =>
        {
            var state = Books(isThere: true, isActive: false, balance: repaired > 7 ? 0 : Brim, held: 0);
            var hold = Original(repaired: 100, left: 0) with { Id = 5, TrackingId = TrackingId.Parse("hold") };
            state.Load(hold);
            state.Load(new HoldChange(5, 8, Sample.AccountId, -50, 0, 0, 0));
            state.Load(Original(repaired, left: repaired > 6 ? 50 : 10) with
            {
                Type = AuthorizationType.Transfer,
                ParentId = null,
                Original = repaired > 2 ? new OriginalAuthorization(5, OnNetwork: false) : null,
                External = SampleTransfer.World.External,
            });
            return (state, SampleHold.Cancel("t", AmountAfter(repaired, 6), repaired > 1 ? "original" : "another") with
            {
                AuthorizationId = 8,
                ProcessingCode = CodeAfter(repaired, 3, SampleHold.CancelCode),
            });
        });

    private static LedgerState Books(bool isThere, bool isActive, decimal balance, decimal held)
    {
        var state = Sample.LedgerState(firstId: 100);
        if (isThere)
        {
            state.Load(SampleTransfer.Holding(
                Sample.AccountId, balance, AccountFunds.None with { Held = held },
                status: isActive ? AccountStatus.Normal : AccountStatus.Cancelled));
        }
        return state;
    }

    /// <summary>Amount with too many decimals until so many mistakes are repaired.</summary>
    private static decimal AmountAfter(int repaired, int mistakes) => repaired >= mistakes ? 40.25m : 40.2525m;

    private static ProcessingCode CodeAfter(int repaired, int mistakes, ProcessingCode right) => (repaired - mistakes) switch
    {
        > 1 => right,
        1 => Sample.DebitCode,
        _ => SampleTransfer.Gone,
    };

    private static Authorization Original(int repaired, decimal left) => new()
    {
        Id = repaired > 0 ? 8 : 9,
        TrackingId = TrackingId.Parse("original"),
        Type = AuthorizationType.Hold,
        ParentId = repaired > 2 ? null : 7,
        Channel = Channel.Pismo,
        AccountId = Sample.AccountId,
        ProcessingCode = SampleHold.Code,
        Impact = BalanceImpact.Debit,
        Amount = 50,
        CanceledAmount = 50 - left,
        Currency = Sample.Usd,
        EventDate = Sample.Now,
        InTimeline = true,
        CorrelationId = "cid",
    };
}
