namespace ForceOps.Tests;

/// <summary>A card sale that is taken back at the wrong time.</summary>
internal static class SettlementChain
{
    /// <summary>A void after the batch was settled.</summary>
    public static Chain Void { get; } = new(
        [LedgerError.TooManyDecimals, LedgerError.AlreadySettled, LedgerError.AlreadyCanceled, LedgerError.AmountExceedsRemaining,
            LedgerError.BalanceOutOfRange],
        repaired => Make(repaired, Settlement.Before, settled: repaired < 2));

    /// <summary>A refund before it was.</summary>
    public static Chain Refund { get; } = new(
        [LedgerError.TooManyDecimals, LedgerError.NotYetSettled, LedgerError.AlreadyCanceled, LedgerError.AmountExceedsRemaining,
            LedgerError.BalanceOutOfRange],
        repaired => Make(repaired, Settlement.After, settled: repaired >= 2));

    private static (LedgerState LedgerState, Operation Operation) Make(int repaired, Settlement settlement, bool settled)
    {
        var original = new Authorization
        {
            Id = 8,
            TrackingId = TrackingId.Parse("original"),
            Type = AuthorizationType.Force,
            Channel = Channel.Bluefin,
            AccountId = Sample.AccountId,
            ProcessingCode = Sample.CreditCode,
            Impact = BalanceImpact.Credit,
            Amount = 50,
            CanceledAmount = repaired switch { > 3 => 0, 3 => 20, _ => 50 },
            Currency = Sample.Usd,
            EventDate = Sample.Now,
            InTimeline = true,
            CorrelationId = "cid",
        };
        // Everything below the number is settled: 8 is the first that is not.
        var state = new LedgerState(Sample.Rules, Sample.Now, firstId: 100) { SettledBelow = settled ? 9 : 8 };
        state.Load(new Account(Sample.AccountId, AccountKind.Merchant, Sample.Usd, repaired > 4 ? 0 : -9_999_999_999_999_999_999m));
        state.Load(original);
        return (state, Sample.Cancel("t", "original", repaired > 0 ? 40.25m : 60.2525m) with { Channel = Channel.Bluefin,
            Settlement = settlement });
    }
}
