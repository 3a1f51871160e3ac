namespace ForceOps.Tests;

internal static class CancelTransferChain
{
    /// <summary>What is canceled is a force, and the card is declined.</summary>
    public static Chain Force { get; } = Of(
        SampleTransfer.DeclinedCard, LedgerError.AcquirerDeclined, AuthorizationType.Force, parent: null);

    /// <summary>What is canceled is a cancellation, and the acquirer does not answer.</summary>
    public static Chain Cancellation { get; } = Of(
        SampleTransfer.LateCard, LedgerError.AcquirerTimedOut, AuthorizationType.Transfer, parent: 7);

    private static Chain Of(long card, LedgerError refused, AuthorizationType wrongType, long? parent) => new(
        [
            LedgerError.AuthorizationNotFound,
            LedgerError.AccountOutOfReach,
            LedgerError.NotATransfer,
            LedgerError.ProcessingCodeNotFound,
            LedgerError.ProcessingCodeMismatch,
            LedgerError.TooManyDecimals,
            LedgerError.AmountExceedsRemaining,
            refused,
            LedgerError.BalanceOutOfRange,
        ],
        repaired => Make(repaired, repaired > 7 ? SampleTransfer.GoodCard : card, wrongType, parent));

    private static (LedgerState LedgerState, Operation Operation) Make(int repaired, long card, AuthorizationType wrongType, long? parent)
    {
        var original = new Authorization
        {
            Id = repaired > 0 ? 8 : 9,
            TrackingId = TrackingId.Parse("original"),
            Type = repaired > 2 ? AuthorizationType.Transfer : wrongType,
            ParentId = repaired > 2 ? null : parent,
            Channel = Channel.Pismo,
            AccountId = Sample.AccountId,
            ProcessingCode = SampleTransfer.CashIn,
            Impact = BalanceImpact.Credit,
            Amount = 50,
            CanceledAmount = repaired > 6 ? 0 : 50,
            Currency = Sample.Usd,
            External = SampleTransfer.Card(card).External,
            EventDate = Sample.Now,
            InTimeline = true,
            CorrelationId = "cid",
        };
        var state = Sample.LedgerState(firstId: 100);
        state.Load(SampleTransfer.Holding(Sample.AccountId, repaired > 8 ? 0 : -9_999_999_999_999_999_999m));
        state.Load(original);
        return (state, SampleTransfer.Cancel("t", 8, repaired > 5 ? 40.25m : 40.2525m) with
        {
            ConfinedTo = repaired > 1 ? Sample.AccountId : Sample.AccountId + 1,
            DebitCode = repaired switch { > 4 => Sample.DebitCode, 4 => Sample.CreditCode, _ => SampleTransfer.Gone },
        });
    }
}
