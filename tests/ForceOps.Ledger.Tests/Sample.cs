namespace ForceOps.Tests;

/// <summary>What the examples of the documents are about: account 1234, code 090907, 40.25.</summary>
internal static class Sample
{
    public const long AccountId = 1234;
    public static readonly DateTimeOffset Now = new(2022, 2, 2, 14, 5, 51, 688, TimeSpan.Zero);
    public static readonly Currency Usd = Currency.Usd;
    public static readonly Currency Jpy = Currency.Parse("JPY");
    public static readonly Currency Bhd = Currency.Parse("BHD");
    public static readonly ProcessingCode DebitCode = ProcessingCode.Parse("090908");
    public static readonly ProcessingCode CreditCode = ProcessingCode.Parse("090907");
    public static readonly ProcessingCode NeutralCode = ProcessingCode.Parse("000000");
    public static readonly ProcessingCode FeeCode = ProcessingCode.Parse("FEE001");

    /// <summary>
    /// Debit reversed by credit and the other way round, a code without impact, one that charges 1.50, and the transfers' codes.
    /// </summary>
    public static OrgRules Rules { get; } = Org(
    [
        Rule(DebitCode, BalanceImpact.Debit, reversal: CreditCode),
        Rule(CreditCode, BalanceImpact.Credit, reversal: DebitCode),
        Rule(NeutralCode, BalanceImpact.None),
        Rule(FeeCode, BalanceImpact.Debit, new FeeRule(1.50m, 0)),
        .. SampleTransfer.Codes,
        .. SampleHold.Codes,
    ]);

    public static OrgRules Org(params ProcessingRule[] rules) =>
        new(Usd, OpenOnFirstUse: true, rules.ToDictionary(rule => rule.Code));

    public static ProcessingRule Rule(ProcessingCode code, BalanceImpact impact, FeeRule? fee = null, ProcessingCode? reversal = null) =>
        new(code, impact, null, reversal, fee);

    public static LedgerState LedgerState(OrgRules? rules = null, long firstId = 1) => new(rules ?? Rules, Now, firstId);

    public static LedgerState StateWith(decimal balance, OrgRules? rules = null, Currency? currency = null)
    {
        var state = LedgerState(rules);
        state.Load(new Account(AccountId, AccountKind.Customer, currency ?? Usd, balance));
        return state;
    }

    /// <summary>The next batch: what was saved of the last one is loaded again, ids go on with a gap.</summary>
    public static LedgerState Next(LedgerState last, OrgRules? rules = null, DateTimeOffset? now = null)
    {
        var next = new LedgerState(rules ?? last.Org, now ?? last.Now, 1000 + last.IdsUsed);
        foreach (var account in last.Accounts)
        {
            next.Load(new Account(account.Id, account.Kind, account.Currency, account.Balance)
            {
                Status = account.Status,
                Headroom = account.Headroom,
                Funds = FundsOf(account),
            });
        }
        foreach (var authorization in last.Recorded.Concat(last.Canceled))
            next.Load(authorization);
        foreach (var change in last.HoldChanges)
            next.Load(change);
        return next;
    }

    public static Force Force(string trackingId, decimal amount, ProcessingCode? code = null) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        AccountId = AccountId,
        Amount = Amount.Create(amount),
        ProcessingCode = code ?? DebitCode,
    };

    public static CancelForce Cancel(string trackingId, string original, decimal? amount = null) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        OriginalTrackingId = TrackingId.Parse(original),
        Amount = amount is { } sum ? Amount.Create(sum) : null,
    };

    public static Authorization Accept(this LedgerState state, Operation operation)
    {
        var accepted = Assert.IsType<Outcome.Accepted>(Ledger.Decide(state, operation));
        Assert.Null(accepted.Denial);
        return accepted.Authorization;
    }

    /// <summary>The refusal; of a payment it may be stored as a denial.</summary>
    public static Outcome.Rejected Reject(this LedgerState state, Operation operation) => Ledger.Decide(state, operation) switch
    {
        Outcome.Accepted { Denial: { } denial } => denial,
        var outcome => Assert.IsType<Outcome.Rejected>(outcome),
    };

    public static Outcome.Duplicate Repeat(this LedgerState state, Operation operation) =>
        Assert.IsType<Outcome.Duplicate>(Ledger.Decide(state, operation));

    public static decimal Balance(this LedgerState state, long account = AccountId) => state.FindAccount(account)!.Balance;

    /// <summary>What would be loaded of an account's funds after the batch was saved.</summary>
    private static AccountFunds? FundsOf(Account account)
    {
        var funds = account.IsNew ? AccountFunds.None : account.Funds;
        funds = account.Spent is { } spent ? funds! with { SpentOn = spent.Day, Spent = spent.Sum } : funds;
        return account.HeldChange == 0 ? funds : funds! with { Held = account.Held };
    }
}
