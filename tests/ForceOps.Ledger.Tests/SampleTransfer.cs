namespace ForceOps.Tests;

/// <summary>
/// What the transfers' tests are about: two customers, a merchant, three cards, and the outside world of the documents' example.
/// </summary>
internal static class SampleTransfer
{
    public const long Giver = 1;
    public const long Taker = 2;
    public const long Shop = 70;
    public const long GoodCard = 4000;
    public const long DeclinedCard = 4005;
    public const long LateCard = 4068;
    public static readonly ProcessingCode CashIn = ProcessingCode.Parse("100001");
    public static readonly ProcessingCode CashOut = ProcessingCode.Parse("100002");
    public static readonly ProcessingCode Debit = ProcessingCode.Parse("100003");
    public static readonly ProcessingCode Credit = ProcessingCode.Parse("100004");
    public static readonly ProcessingCode CashInCanceled = ProcessingCode.Parse("100011");
    public static readonly ProcessingCode CashOutCanceled = ProcessingCode.Parse("100012");
    public static readonly ProcessingCode DebitCanceled = ProcessingCode.Parse("100013");
    public static readonly ProcessingCode CreditCanceled = ProcessingCode.Parse("100014");
    public static readonly ProcessingCode Gone = ProcessingCode.Parse("gone");

    public static readonly TransferParty World = new TransferParty.Outside("DEPOSIT", "my-external-id-test-01");

    /// <summary>The default seed's codes.</summary>
    public static IReadOnlyList<ProcessingRule> Codes { get; } =
    [
        Sample.Rule(CashIn, BalanceImpact.Credit, reversal: CashInCanceled),
        Sample.Rule(CashOut, BalanceImpact.Debit, reversal: CashOutCanceled),
        Sample.Rule(Debit, BalanceImpact.Debit, reversal: DebitCanceled),
        Sample.Rule(Credit, BalanceImpact.Credit, reversal: CreditCanceled),
        Sample.Rule(CashInCanceled, BalanceImpact.Debit),
        Sample.Rule(CashOutCanceled, BalanceImpact.Credit),
        Sample.Rule(DebitCanceled, BalanceImpact.Credit),
        Sample.Rule(CreditCanceled, BalanceImpact.Debit),
    ];

    public static TransferParty Customer(long id) => new TransferParty.Customer(id);

    public static TransferParty Merchant(long id) => new TransferParty.Merchant(id);

    public static TransferParty Card(long id) => new TransferParty.Card(id);

    /// <summary>An account as a transfer loads it: with its limits.</summary>
    public static Account Holding(
        long id, decimal balance, AccountFunds? funds = null, Currency? currency = null, AccountStatus status = default) =>
        new(id, id == Shop ? AccountKind.Merchant : AccountKind.Customer, currency ?? Sample.Usd, balance)
        {
            Funds = funds ?? AccountFunds.None,
            Status = status,
        };

    public static LedgerState BooksOf(params Account[] accounts) => BooksOf(Sample.Rules, accounts);

    public static LedgerState BooksOf(OrgRules rules, params Account[] accounts)
    {
        var state = Sample.LedgerState(rules);
        foreach (var account in accounts)
            state.Load(account);
        return state;
    }

    /// <summary>From the giver to the taker, unless other parties are named.</summary>
    public static Transfer Transfer(string trackingId, decimal amount, TransferParty? from = null, TransferParty? to = null) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        From = from ?? Customer(Giver),
        To = to ?? Customer(Taker),
        Amount = Amount.Create(amount),
    };

    public static CancelTransfer Cancel(string trackingId, string original, decimal amount) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        OriginalTrackingId = TrackingId.Parse(original),
        Amount = Amount.Create(amount),
    };

    public static CancelTransfer Cancel(string trackingId, long original, decimal amount) =>
        Cancel(trackingId, "unused", amount) with { AuthorizationId = original, OriginalTrackingId = null };

    /// <summary>Both sides of an accepted transfer.</summary>
    public static Outcome.Accepted Post(this LedgerState state, Operation operation) =>
        Assert.IsType<Outcome.Accepted>(Ledger.Decide(state, operation));
}
