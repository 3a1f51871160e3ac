namespace ForceOps.Tests;

internal static class CancelForceChain
{
    private static readonly LedgerError[] Errors =
    [
        LedgerError.AuthorizationNotFound,
        LedgerError.AccountOutOfReach,
        LedgerError.IdentifiersDisagree,
        LedgerError.NotAForcedOperation,
        LedgerError.TooManyDecimals,
        LedgerError.AlreadyCanceled,
        LedgerError.AmountExceedsRemaining,
        LedgerError.BalanceOutOfRange,
    ];

    /// <summary>What is canceled is a transfer.</summary>
    public static Chain Transfer { get; } = new(Errors, repaired => Make(repaired, AuthorizationType.Transfer, parent: null));

    /// <summary>What is canceled is a cancellation.</summary>
    public static Chain Cancellation { get; } = new(Errors, repaired => Make(repaired, AuthorizationType.Force, parent: 7));

    private static (LedgerState LedgerState, Operation Operation) Make(int repaired, AuthorizationType wrongType, long? parent)
    {
        var original = new Authorization
        {
            Id = repaired > 0 ? 8 : 9,
            TrackingId = TrackingId.Parse("original"),
            Type = repaired > 3 ? AuthorizationType.Force : wrongType,
            ParentId = repaired > 3 ? null : parent,
            Channel = Channel.Pismo,
            AccountId = Sample.AccountId,
            ProcessingCode = Sample.CreditCode,
            Impact = BalanceImpact.Credit,
            Amount = 50,
            CanceledAmount = repaired switch { > 6 => 0, 6 => 20, _ => 50 },
            Currency = Sample.Usd,
            EventDate = Sample.Now,
            InTimeline = true,
            CorrelationId = "cid",
        };
        var state = Sample.LedgerState(firstId: 100);
        state.Load(new Account(Sample.AccountId, AccountKind.Customer, Sample.Usd, repaired > 7 ? 0 : -9_999_999_999_999_999_999m));
        state.Load(original);
        return (state, Sample.Cancel("t", repaired > 2 ? "original" : "another", repaired > 4 ? 40.25m : 60.2525m) with
        {
            AuthorizationId = 8,
            ConfinedTo = repaired > 1 ? Sample.AccountId : Sample.AccountId + 1,
        });
    }
}
