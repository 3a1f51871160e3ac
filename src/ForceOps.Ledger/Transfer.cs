namespace ForceOps;

/// <summary>
/// Moves money between two parties, of which at least one is in the books, with all the checks that a force skips
/// (Pismo, post-payments-v1-payments). One authorization for each side in the books and one movement between them.
/// </summary>
public sealed record Transfer : Operation
{
    public required TransferParty From { get; init; }
    public required TransferParty To { get; init; }
    public required Amount Amount { get; init; }

    /// <summary>Null: the accounts'.</summary>
    public Currency? Currency { get; init; }

    /// <summary>Of the giving side; null: the org's default for this kind of transfer.</summary>
    public ProcessingCode? DebitCode { get; init; }

    /// <summary>Of the receiving side; null: as above.</summary>
    public ProcessingCode? CreditCode { get; init; }

    internal override void Tell(Needs needs)
    {
        needs.Pairs();
        needs.Funds();
        foreach (var party in new[] { From, To })
        {
            if (!InternalAccount.Is(party.AccountId))
                needs.Account(party.AccountId);
        }
    }

    internal override TouchedAccounts? AccountsIn(Books books) => TouchedAccounts.Of(From, To);

    internal override Outcome DecideOn(Books books)
    {
        Invariant.Holds(From.External is null || To.External is null, "one side of a transfer is in the books");
        Invariant.Holds(From.AccountId != To.AccountId, "a transfer has two sides");
        var (from, fromError) = TransferSide.Of(books, From, DebitCode ?? TransferCodes.ForDebit(InternalAccount.Is(To.AccountId)), BalanceImpact.Debit);
        if (fromError == LedgerError.AccountNotFound)
            return new Outcome.Rejected(LedgerError.AccountNotFound);
        var (to, toError) = TransferSide.Of(books, To, CreditCode ?? TransferCodes.ForCredit(InternalAccount.Is(From.AccountId)), BalanceImpact.Credit);
        if (toError == LedgerError.AccountNotFound || (fromError ?? toError) is not null)
            return new Outcome.Rejected(toError == LedgerError.AccountNotFound ? LedgerError.AccountNotFound : Earlier(fromError, toError));
        var currency = from.Account?.Currency ?? to.Account?.Currency ?? Currency ?? books.Org.Currency;
        if (FirstMoneyError(books, from.Account, to.Account, currency) is { } error)
            return new Outcome.Rejected(error);

        var day = DateOnly.FromDateTime(books.Now.UtcDateTime);
        from.Account?.Spend(day, Amount.Value);
        // A merchant that is not in the books yet begins there, with its first sale.
        var payer = from.Account ?? Opened(books, From, currency);
        var payee = to.Account ?? Opened(books, To, currency);
        return new TransferPosting(this, books, currency) { External = From.External ?? To.External }
            .Post(payer, from.Code, payee, to.Code, Amount.Value, From.AccountId, To.AccountId, MovementKind.Principal);
    }

    internal override RequestFields DifferenceTo(Books books, Authorization earlier)
    {
        if (earlier.Type != AuthorizationType.Transfer || earlier.IsCancellation || earlier.Channel != Channel)
            return RequestFields.Kind;
        var (debit, credit) = books.SidesOf(earlier);
        return Differs(RequestFields.Account, !Is(From, debit, earlier.External) || !Is(To, credit, earlier.External))
            | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
            // A request that names no code asked for the default of the transfer that was made.
            | Differs(RequestFields.ProcessingCode, DiffersFrom(DebitCode ?? TransferCodes.ForDebit(toOutside: credit is null), debit)
                || DiffersFrom(CreditCode ?? TransferCodes.ForCredit(fromOutside: debit is null), credit))
            | Differs(RequestFields.Currency, Currency is not null && !Currency.Equals(earlier.Currency))
            | TextDifferenceTo(earlier);
    }

    internal static LedgerError Earlier(LedgerError? one, LedgerError? other) =>
        one is { } first && other is { } second ? (first < second ? first : second) : one ?? other!.Value;

    private static bool Is(TransferParty party, Authorization? side, string? external) => side is null
        ? string.Equals(party.External, external, StringComparison.Ordinal)
        : party.AccountId == side.AccountId;

    /// <summary>The code of a party outside the books is written nowhere, so it makes no difference.</summary>
    private static bool DiffersFrom(ProcessingCode code, Authorization? side) => side is not null && code != side.ProcessingCode;

    private static Account? Opened(Books books, TransferParty party, Currency currency) =>
        party is TransferParty.Merchant ? books.Open(party.AccountId, AccountKind.Merchant, currency) : null;

    private LedgerError? FirstMoneyError(Books books, Account? from, Account? to, Currency currency)
    {
        if (!currency.Equals(to?.Currency ?? currency) || (Currency is not null && !Currency.Equals(currency)))
            return LedgerError.CurrencyMismatch;
        if (!currency.Fits(Amount.Value))
            return LedgerError.TooManyDecimals;
        if ((from?.Status ?? AccountStatus.Active) != AccountStatus.Active || (to?.Status ?? AccountStatus.Active) != AccountStatus.Active)
            return LedgerError.AccountNotActive;
        // A merchant that is not in the books yet has nothing to give.
        if (from is null ? From is TransferParty.Merchant : from.Available < Amount.Value)
            return LedgerError.InsufficientFunds;
        if (from is not null && !from.LimitsAllow(DateOnly.FromDateTime(books.Now.UtcDateTime), Amount.Value))
            return LedgerError.LimitExceeded;
        if (From is TransferParty.Card card && AcquirerError(Acquirer.Ask(card.Id)) is { } refused)
            return refused;
        return Books.BalanceFits((from?.Balance ?? 0) - Amount.Value) && Books.BalanceFits((to?.Balance ?? 0) + Amount.Value)
            ? null
            : LedgerError.BalanceOutOfRange;
    }

    internal static LedgerError? AcquirerError(AcquirerAnswer answer) => answer switch
    {
        AcquirerAnswer.Approved => null,
        AcquirerAnswer.Declined => LedgerError.AcquirerDeclined,
        AcquirerAnswer.TimedOut => LedgerError.AcquirerTimedOut,
    };
}
