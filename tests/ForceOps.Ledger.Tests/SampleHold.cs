namespace ForceOps.Tests;

/// <summary>What the tests of held money are about: holds on the account of the documents' examples.</summary>
internal static class SampleHold
{
    public static readonly ProcessingCode Code = ProcessingCode.Parse("200001");
    public static readonly ProcessingCode ReleaseCode = ProcessingCode.Parse("200011");
    public static readonly ProcessingCode TransferCode = ProcessingCode.Parse("200002");
    public static readonly ProcessingCode CancelCode = ProcessingCode.Parse("200012");

    /// <summary>The default seed's codes.</summary>
    public static IReadOnlyList<ProcessingRule> Codes { get; } =
    [
        Rule(Code, BalanceImpact.Debit), Rule(ReleaseCode, BalanceImpact.Credit),
        Rule(TransferCode, BalanceImpact.Debit), Rule(CancelCode, BalanceImpact.Credit),
    ];

    /// <summary>Books with the account, what it holds in one hold, and a second account.</summary>
    public static LedgerState BooksWith(decimal balance, decimal creditLimit = 0, AccountStatus status = default) =>
        SampleTransfer.BooksOf(
            SampleTransfer.Holding(Sample.AccountId, balance, AccountFunds.None with { CreditLimit = creditLimit }, status: status),
            SampleTransfer.Holding(SampleTransfer.Taker, 0));

    public static HoldFunds Hold(string trackingId, decimal amount) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        AccountId = Sample.AccountId,
        Amount = Amount.Create(amount),
        ProcessingCode = Code,
    };

    public static ReleaseHold Release(string trackingId, decimal amount, string? hold = null) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        AccountId = Sample.AccountId,
        OriginalTrackingId = hold is null ? null : TrackingId.Parse(hold),
        Amount = Amount.Create(amount),
        ProcessingCode = ReleaseCode,
    };

    public static TransferHold Transfer(string trackingId, decimal amount, string? hold = null, TransferParty? to = null) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        AccountId = Sample.AccountId,
        OriginalTrackingId = hold is null ? null : TrackingId.Parse(hold),
        Amount = Amount.Create(amount),
        ProcessingCode = TransferCode,
        To = to ?? SampleTransfer.World,
    };

    public static CancelHoldTransfer Cancel(string trackingId, decimal amount, string transfer) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        AccountId = Sample.AccountId,
        OriginalTrackingId = TrackingId.Parse(transfer),
        Amount = Amount.Create(amount),
        ProcessingCode = CancelCode,
    };

    /// <summary>Balance, what is held and what is available of the account.</summary>
    public static (decimal Balance, decimal Held, decimal Available) Money(this LedgerState state, long account = Sample.AccountId)
    {
        var found = state.FindAccount(account)!;
        return (found.Balance, found.Held, found.Available);
    }

    /// <summary>What is left of a hold.</summary>
    public static decimal Left(this LedgerState state, string trackingId) =>
        state.FindAuthorization(TrackingId.Parse(trackingId))!.RemainingAmount;

    private static ProcessingRule Rule(ProcessingCode code, BalanceImpact impact) =>
        Sample.Rule(code, impact) with { OperationType = OperationType.HoldFunds };
}
