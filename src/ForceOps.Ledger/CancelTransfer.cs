namespace ForceOps;

/// <summary>
/// Takes back a transfer in full or in part and restores both balances, whatever they are now: a receiver that has spent the money
/// goes negative (Pismo, post-payments-v2-cancel; the last is a decision).
/// </summary>
public sealed record CancelTransfer : Operation
{
    /// <summary>The transfer by the id of either of its sides; exactly one of the two identifiers is given.</summary>
    public long? AuthorizationId { get; init; }

    /// <summary>The transfer by its tracking id.</summary>
    public TrackingId? OriginalTrackingId { get; init; }

    public required Amount Amount { get; init; }

    /// <summary>Of the cancellation's giving side; null: the reversal code of the side that it takes back.</summary>
    public ProcessingCode? DebitCode { get; init; }

    /// <summary>Of the cancellation's receiving side; null: as above.</summary>
    public ProcessingCode? CreditCode { get; init; }

    internal override void Tell(Needs needs)
    {
        needs.Pairs();
        needs.Funds();
        needs.Canceled(AuthorizationId, OriginalTrackingId);
    }

    internal override TouchedAccounts? AccountsIn(Books books) =>
        OriginalIn(books, AuthorizationId, OriginalTrackingId) is { } original && Reaches(books, original)
            ? new(original.AccountId, books.CounterpartOf(original)?.AccountId)
            : null;

    internal override Outcome DecideOn(Books books)
    {
        var original = OriginalIn(books, AuthorizationId, OriginalTrackingId);
        if (original is null)
            return Rejections.AuthorizationNotFound(AuthorizationId, OriginalTrackingId);
        if (!Reaches(books, original))
            return Rejections.AccountOutOfReach(original, OnlyAccount!.Value);
        if (original.Type != AuthorizationType.Transfer || original.IsCancellation)
            return Rejections.NotATransfer(original);
        var (debit, credit) = books.SidesOf(original);
        // The side that got the money gives it back, so codes and accounts change places.
        var debitError = CodeError(books, DebitCode, credit, BalanceImpact.Debit);
        var creditError = CodeError(books, CreditCode, debit, BalanceImpact.Credit);
        if (Transfer.Earlier(debitError, creditError) is { } codeError)
            return codeError;
        if (!original.Currency.Fits(Amount.Value))
            return Rejections.TooManyDecimals(original.Currency, Amount.Value);
        if (Amount.Value > original.RemainingAmount)
            return Rejections.AmountExceedsRemaining(original, Amount.Value);
        // The refund order is an order of its own: today the card answers both alike, a fault rule will not.
        if (Acquirer.CardOf(original.External) is { } card && Transfer.AcquirerError(Acquirer.Ask(card)) is { } refused)
            return Rejections.OfAcquirer(refused, card);
        var payer = AccountOf(books, credit);
        var payee = AccountOf(books, debit);
        if (Transfer.RangeError(payer, payee, Amount.Value) is { } rangeError)
            return rangeError;

        foreach (var side in new[] { debit, credit })
        {
            if (side is not null)
                books.Cancel(side, Amount.Value, fee: 0);
        }
        var outside = Acquirer.CardOf(original.External) is null ? InternalAccount.OutsideWorld : InternalAccount.Acquirer;
        return new TransferPosting(this, books, original.Currency) { External = original.External, DebitParent = credit, CreditParent = debit }.Post(
            payer, CodeOf(books, DebitCode, credit), payee, CodeOf(books, CreditCode, debit), Amount.Value,
            payer?.Id ?? outside, payee?.Id ?? outside, MovementKind.Reversal);
    }

    internal override RequestFields DifferenceTo(Books books, Authorization earlier)
    {
        if (earlier.Type != AuthorizationType.Transfer || !earlier.IsCancellation || earlier.Channel != Channel)
            return RequestFields.Kind;
        var (debit, credit) = books.SidesOf(earlier);
        return Differs(RequestFields.Canceled, !Named(books, debit?.ParentId, credit?.ParentId))
            | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
            | Differs(RequestFields.ProcessingCode, DiffersFrom(DebitCode, debit) || DiffersFrom(CreditCode, credit))
            | TextDifferenceTo(earlier);
    }

    private bool Reaches(Books books, Authorization original) =>
        OnlyAccount is not { } own || own == original.AccountId || own == books.CounterpartOf(original)?.AccountId;

    private bool Named(Books books, long? one, long? other)
    {
        var named = AuthorizationId ?? (OriginalTrackingId is { } text ? books.FindAuthorization(text)?.Id : null);
        return named is not null && (named == one || named == other);
    }

    private static bool DiffersFrom(ProcessingCode? code, Authorization? side) => code is { } asked && asked != side?.ProcessingCode;

    /// <summary>A code that was named must exist, go the right way, and belong to a side that there is.</summary>
    private static Outcome.Rejected? CodeError(Books books, ProcessingCode? code, Authorization? reversed, BalanceImpact impact) =>
        code is not { } named ? null : books.Org.CheckCode(named, impact) ?? (reversed is null ? Rejections.ProcessingCodeMismatch(named) : null);

    private static ProcessingCode CodeOf(Books books, ProcessingCode? code, Authorization? reversed) =>
        code ?? (reversed is null ? default : books.Org.ReversalOf(reversed.ProcessingCode));

    private static Account? AccountOf(Books books, Authorization? side)
    {
        if (side is null)
            return null;
        var account = books.FindAccount(side.AccountId);
        Invariant.Holds(account is not null, "the account of an authorization is in the books");
        return account;
    }
}
