namespace ForceOps;

/// <summary>
/// Moves money between two parties, of which at least one is in the ledger, with all the checks that a force skips (Pismo,
/// post-payments-v1-payments). A transfer makes one authorization for each side in the ledger and one movement between the sides.
/// </summary>
public sealed record Transfer : Operation
{
    public required TransferParty From { get; init; }
    public required TransferParty To { get; init; }
    public required Amount Amount { get; init; }

    /// <summary>The currency of the amount; null when the accounts' currency is to be used.</summary>
    public Currency? Currency { get; init; }

    /// <summary>The processing code of the giving side; null when the default for this kind of transfer is to be used.</summary>
    public ProcessingCode? DebitCode { get; init; }

    /// <summary>The processing code of the receiving side; null when the default for this kind of transfer is to be used.</summary>
    public ProcessingCode? CreditCode { get; init; }

    /// <summary>The type of the authorizations that are made: a payment has the rules of a transfer, and its own name.</summary>
    internal AuthorizationType Type { get; init; } = AuthorizationType.Transfer;

    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Counterparts();
        prefetch.Limits();
        foreach (var party in new[] { From, To })
        {
            if (!InternalAccount.Is(party.AccountId))
                prefetch.Account(party.AccountId);
        }
    }

    internal override TouchedAccounts? AccountsIn(LedgerState state) => TouchedAccounts.Of(From, To);

    internal override Outcome Decide(LedgerState state)
    {
        if (FirstError(state, out var from, out var to, out var currency) is { } error)
            return error;

        var day = DateOnly.FromDateTime(state.Now.UtcDateTime);
        from.Account?.Spend(day, Amount.Value);
        // A merchant that is not in the ledger yet is opened with its first sale.
        var payer = from.Account ?? Opened(state, From, currency);
        var payee = to.Account ?? Opened(state, To, currency);
        return new TransferPosting(this, state, currency) { Type = Type, External = From.External ?? To.External }
            .Post(payer, from.Code, payee, to.Code, Amount.Value, From.AccountId, To.AccountId, MovementKind.Principal);
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier)
    {
        // A transfer of held money says which hold it took from.
        if (earlier is not { Type: AuthorizationType.Transfer, IsCancellation: false, Original: null } || earlier.Channel != Channel)
            return RequestFields.Kind;
        var (debit, credit) = state.SidesOf(earlier);
        return Differs(RequestFields.Account, !Is(From, debit, earlier.External) || !Is(To, credit, earlier.External))
            | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
            // A request that names no code asked for the default code of the transfer that was made.
            | Differs(RequestFields.ProcessingCode, DiffersFrom(DebitCode ?? TransferCodes.ForDebit(toOutside: credit is null), debit)
                || DiffersFrom(CreditCode ?? TransferCodes.ForCredit(fromOutside: debit is null), credit))
            | Differs(RequestFields.Currency, Currency is not null && !Currency.Equals(earlier.Currency))
            | TextDifferenceTo(earlier);
    }

    /// <summary>
    /// Returns the rejection that comes first in the order of <see cref="LedgerError"/>: the giving side's when both sides have
    /// the same error; null when neither side has one.
    /// </summary>
    internal static Outcome.Rejected? Earlier(Outcome.Rejected? item, Outcome.Rejected? other) =>
        item is not null && other is not null ? (item.Error <= other.Error ? item : other) : item ?? other;

    internal static bool Is(TransferParty party, Authorization? side, string? external) => side is null
        ? string.Equals(party.External, external, StringComparison.Ordinal)
        : party.AccountId == side.AccountId;

    /// <summary>
    /// Returns true when the code differs from the side's code. The ledger stores no code for a party outside, so such a code
    /// makes no difference.
    /// </summary>
    private static bool DiffersFrom(ProcessingCode code, Authorization? side) => side is not null && code != side.ProcessingCode;

    private static Account? Opened(LedgerState state, TransferParty party, Currency currency) =>
        party is TransferParty.Merchant ? state.Open(party.AccountId, AccountKind.Merchant, currency) : null;

    /// <summary>Makes every check of the transfer, in the order of <see cref="LedgerError"/>; returns null when none fails.</summary>
    internal Outcome.Rejected? FirstError(LedgerState state, out TransferSide from, out TransferSide to, out Currency currency)
    {
        Invariant.Holds(From.External is null || To.External is null, "one side of a transfer is in the books");
        Invariant.Holds(From.AccountId != To.AccountId, "a transfer has two sides");
        (to, currency) = (default, state.Org.Currency);
        (from, var fromError) = TransferSide.Of(
            state, From, DebitCode ?? TransferCodes.ForDebit(InternalAccount.Is(To.AccountId)), BalanceImpact.Debit);
        if (fromError is { Error: LedgerError.AccountNotFound })
            return fromError;
        (to, var toError) = TransferSide.Of(
            state, To, CreditCode ?? TransferCodes.ForCredit(InternalAccount.Is(From.AccountId)), BalanceImpact.Credit);
        if (Earlier(fromError, toError) is { } sideError)
            return sideError;
        currency = from.Account?.Currency ?? to.Account?.Currency ?? Currency ?? state.Org.Currency;
        return FirstMoneyError(state, from.Account, to.Account, currency);
    }

    private Outcome.Rejected? FirstMoneyError(LedgerState state, Account? from, Account? to, Currency currency)
    {
        if (!currency.Equals(to?.Currency ?? currency))
            return Rejections.CurrencyMismatch(to!.Currency, asked: currency);
        if (Currency is not null && !Currency.Equals(currency))
            return Rejections.CurrencyMismatch(currency, asked: Currency);
        if (!currency.Fits(Amount.Value))
            return Rejections.TooManyDecimals(currency, Amount.Value);
        if (from is not null && !state.Org.Allows(from.Status, BalanceImpact.Debit))
            return Rejections.AccountNotActive(from, BalanceImpact.Debit);
        if (to is not null && !state.Org.Allows(to.Status, BalanceImpact.Credit))
            return Rejections.AccountNotActive(to, BalanceImpact.Credit);
        // A merchant that is not in the ledger yet has nothing to give.
        if (from is null ? From is TransferParty.Merchant : from.Available < Amount.Value)
            return Rejections.InsufficientFunds(From.AccountId, from, Amount.Value);
        var day = DateOnly.FromDateTime(state.Now.UtcDateTime);
        if (from is not null && !from.LimitsAllow(day, Amount.Value))
            return Rejections.LimitExceeded(from, day, Amount.Value);
        if (From is TransferParty.Card card && AcquirerError(AcquirerAnswer ?? Acquirer.Ask(card.Id)) is { } refused)
            return Rejections.OfAcquirer(refused, card.Id);
        return RangeError(from, to, Amount.Value);
    }

    /// <summary>Checks that both balances stay in the range, the giver's first; returns null when they do.</summary>
    internal static Outcome.Rejected? RangeError(Account? payer, Account? payee, decimal amount)
    {
        if (payer is not null && !LedgerState.BalanceFits(payer.Balance - amount))
            return Rejections.BalanceOutOfRange(payer.Id, payer.Balance, -amount);
        return payee is not null && !LedgerState.BalanceFits(payee.Balance + amount)
            ? Rejections.BalanceOutOfRange(payee.Id, payee.Balance, amount)
            : null;
    }

    internal static LedgerError? AcquirerError(AcquirerAnswer answer) => answer switch
    {
        ForceOps.AcquirerAnswer.Approved => null,
        ForceOps.AcquirerAnswer.Declined => LedgerError.AcquirerDeclined,
        ForceOps.AcquirerAnswer.TimedOut => LedgerError.AcquirerTimedOut,
    };
}

/// <summary>Holds one side of a transfer as found in the ledger state.</summary>
/// <param name="Account">The account; null for a party outside the ledger, and for a merchant that will be opened.</param>
/// <param name="Code">The processing code of the side; without meaning for a party outside the ledger.</param>
internal readonly record struct TransferSide(Account? Account, ProcessingCode Code)
{
    /// <summary>Finds the account and checks the code, in this order; the code must have the direction of the side.</summary>
    internal static (TransferSide Side, Outcome.Rejected? Rejected) Of(
        LedgerState state, TransferParty party, ProcessingCode code, BalanceImpact impact)
    {
        if (InternalAccount.Is(party.AccountId))
            return (new TransferSide(null, code), null);
        var account = state.FindAccount(party.AccountId);
        var kind = party is TransferParty.Merchant ? AccountKind.Merchant : AccountKind.Customer;
        if (account is null ? kind == AccountKind.Customer || !state.Org.OpenOnFirstUse : account.Kind != kind)
            return (default, account is null ? Rejections.AccountNotFound(party.AccountId) : Rejections.AccountNotFound(account, kind));
        return (new TransferSide(account, code), state.Org.CheckCode(code, impact));
    }
}

/// <summary>
/// Holds the processing codes of a transfer that names none, by kind of transfer and side (contract/sandbox.md, default seed).
/// </summary>
internal static class TransferCodes
{
    private static readonly ProcessingCode CashIn = ProcessingCode.Parse("100001");
    private static readonly ProcessingCode CashOut = ProcessingCode.Parse("100002");
    private static readonly ProcessingCode Debit = ProcessingCode.Parse("100003");
    private static readonly ProcessingCode Credit = ProcessingCode.Parse("100004");

    internal static ProcessingCode ForDebit(bool toOutside) => toOutside ? CashOut : Debit;

    internal static ProcessingCode ForCredit(bool fromOutside) => fromOutside ? CashIn : Credit;
}
