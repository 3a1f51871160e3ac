namespace ForceOps.Tests;

/// <summary>The checks of pre-authorizations, which are those of a payment, and of their confirmations.</summary>
internal static class PreAuthorizationChain
{
    public static Chain PreAuthorization { get; } = new(PaymentChain.OfMoney, repaired => (
        PaymentChain.PayingBooks(repaired), SamplePayment.PreAuthorize("t", 1) with
        {
            Amount = PaymentChain.AmountAfter(repaired), ProcessingCode = PaymentChain.CodeAfter(repaired),
            Currency = repaired > 3 ? Sample.Usd : Sample.Jpy,
        }));

    /// <summary>What is confirmed is canceled, and then less than is asked for.</summary>
    public static Chain Confirm { get; } = new(
        [
            LedgerError.AuthorizationNotFound,
            LedgerError.AccountOutOfReach,
            LedgerError.IdentifiersDisagree,
            LedgerError.NotAPreAuthorization,
            LedgerError.TooManyDecimals,
            LedgerError.AlreadyCanceled,
            LedgerError.AccountNotActive,
            LedgerError.InsufficientFunds,
            LedgerError.LimitExceeded,
        ],
        repaired => Make(repaired, isCanceled: true));

    public static Chain Confirmed { get; } = new(
        [
            LedgerError.AuthorizationNotFound,
            LedgerError.AccountOutOfReach,
            LedgerError.IdentifiersDisagree,
            LedgerError.NotAPreAuthorization,
            LedgerError.TooManyDecimals,
            LedgerError.AlreadyConfirmed,
        ],
        repaired => Make(repaired > 5 ? 9 : repaired, isCanceled: false));

    private static (LedgerState LedgerState, Operation Operation) Make(int repaired, bool isCanceled)
    {
        var state = Sample.LedgerState(firstId: 100);
        var funds = AccountFunds.None with { Held = 50, PerOperation = repaired > 8 ? 50 : 10 };
        state.Load(SampleTransfer.Holding(
            Sample.AccountId, repaired > 7 ? 100 : 40, funds, status: repaired > 6 ? AccountStatus.Normal : AccountStatus.Blocked));
        var original = Row(repaired > 0 ? 8 : 9, "original", BalanceImpact.Debit) with
        {
            Type = repaired > 3 ? AuthorizationType.PreAuthorization : AuthorizationType.Payment,
            CanceledAmount = repaired > 5 ? 0 : 50,
        };
        state.Load(original);
        if (isCanceled)
            state.Load(Row(20, "canceled", BalanceImpact.Credit) with { ParentId = original.Id });
        state.Load(new HoldChange(original.Id, 20, Sample.AccountId, -50, 0, 40, 0));
        return (state, SamplePayment.Confirm("t", repaired > 2 ? "original" : "another", repaired > 4 ? 100 : 100.2525m) with
        {
            AuthorizationId = 8, ConfinedTo = repaired > 1 ? Sample.AccountId : Sample.AccountId + 1,
        });
    }

    private static Authorization Row(long id, string trackingId, BalanceImpact impact) => new()
    {
        Id = id,
        TrackingId = TrackingId.Parse(trackingId),
        Type = AuthorizationType.PreAuthorization,
        Channel = Channel.Pismo,
        AccountId = Sample.AccountId,
        ProcessingCode = SampleTransfer.CashOut,
        Impact = impact,
        Amount = 50,
        Currency = Sample.Usd,
        EventDate = Sample.Now,
        InTimeline = true,
        CorrelationId = "cid",
    };
}
