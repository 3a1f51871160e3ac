namespace ForceOps;

/// <summary>
/// Takes back a transfer in full or in part and restores both balances, whatever the balances are now: a receiver that has spent
/// the money goes negative. The page is Pismo, post-payments-v2-cancel; the negative balance is a decision.
/// </summary>
public sealed record CancelTransfer : Operation
{
    /// <summary>The id of either side of the transfer; exactly one of the two identifiers is given.</summary>
    public long? AuthorizationId { get; init; }

    /// <summary>The tracking id of the transfer; exactly one of the two identifiers is given.</summary>
    public TrackingId? OriginalTrackingId { get; init; }

    public required Amount Amount { get; init; }

    /// <summary>
    /// The processing code of the cancellation's giving side; null when the reversal code of the canceled side is to be used.
    /// </summary>
    public ProcessingCode? DebitCode { get; init; }

    /// <summary>
    /// The processing code of the cancellation's receiving side; null when the reversal code of the canceled side is to be used.
    /// </summary>
    public ProcessingCode? CreditCode { get; init; }

    /// <summary>The type of what is canceled: a payment is canceled by the rules of a transfer.</summary>
    internal AuthorizationType Type { get; init; } = AuthorizationType.Transfer;

    /// <summary>True when the client named no amount; only the cancel of a payment may do so.</summary>
    internal bool CancelsAll { get; init; }

    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Counterparts();
        prefetch.Limits();
        prefetch.Canceled(AuthorizationId, OriginalTrackingId);
    }

    internal override TouchedAccounts? AccountsIn(LedgerState state) =>
        OriginalIn(state, AuthorizationId, OriginalTrackingId) is { } original && ReachesEitherSide(state, original)
            ? new(original.AccountId, state.CounterpartOf(original)?.AccountId)
            : null;

    internal override Outcome Decide(LedgerState state)
    {
        var original = OriginalIn(state, AuthorizationId, OriginalTrackingId);
        if (original is null)
            return Rejections.AuthorizationNotFound(AuthorizationId, OriginalTrackingId);
        if (!ReachesEitherSide(state, original))
            return Rejections.AccountOutOfReach(original, ConfinedTo!.Value);
        if (original.Type != Type || original.IsCancellation)
            return Rejections.NotATransfer(original);
        var (debit, credit) = state.SidesOf(original);
        // The side that got the money gives it back, so codes and accounts change places.
        var debitError = CodeError(state, DebitCode, credit, BalanceImpact.Debit);
        var creditError = CodeError(state, CreditCode, debit, BalanceImpact.Credit);
        if (Transfer.Earlier(debitError, creditError) is { } codeError)
            return codeError;
        if (!original.Currency.Fits(Amount.Value))
            return Rejections.TooManyDecimals(original.Currency, Amount.Value);
        if (Amount.Value > original.RemainingAmount)
            return Rejections.AmountExceedsRemaining(original, Amount.Value);
        // The refund order is a separate order at the acquirer. The card decides both orders alike; a fault rule may decide this
        // one differently.
        if (Acquirer.CardOf(original.External) is { } card && Transfer.AcquirerError(AcquirerAnswer ?? Acquirer.Ask(card)) is { } refused)
            return Rejections.OfAcquirer(refused, card);
        var payer = AccountOf(state, credit);
        var payee = AccountOf(state, debit);
        if (Transfer.RangeError(payer, payee, Amount.Value) is { } rangeError)
            return rangeError;

        foreach (var side in new[] { debit, credit })
        {
            if (side is not null)
                state.Cancel(side, Amount.Value, fee: 0);
        }
        var outside = Acquirer.CardOf(original.External) is null ? InternalAccount.OutsideWorld : InternalAccount.Acquirer;
        return new TransferPosting(this, state, original.Currency) { Type = Type, CancelsAll = CancelsAll,
            External = original.External, DebitParent = credit, CreditParent = debit }.Post(
            payer, CodeOf(state, DebitCode, credit), payee, CodeOf(state, CreditCode, debit), Amount.Value,
            payer?.Id ?? outside, payee?.Id ?? outside, MovementKind.Reversal);
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier)
    {
        if (earlier is not { Type: AuthorizationType.Transfer, IsCancellation: true, Original: null } || earlier.Channel != Channel)
            return RequestFields.Kind;
        var (debit, credit) = state.SidesOf(earlier);
        return Differs(RequestFields.Canceled, !Named(state, debit?.ParentId, credit?.ParentId))
            | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
            | Differs(RequestFields.ProcessingCode, DiffersFrom(DebitCode, debit) || DiffersFrom(CreditCode, credit))
            | TextDifferenceTo(earlier);
    }

    private bool Named(LedgerState state, long? item, long? other)
    {
        var named = AuthorizationId ?? (OriginalTrackingId is { } text ? state.FindAuthorization(text)?.Id : null);
        return named is not null && (named == item || named == other);
    }

    private static bool DiffersFrom(ProcessingCode? code, Authorization? side) => code is { } asked && asked != side?.ProcessingCode;

    /// <summary>
    /// Checks that a named code exists, has the right direction and belongs to a side that is in the ledger; returns null when no
    /// check fails.
    /// </summary>
    private static Outcome.Rejected? CodeError(LedgerState state, ProcessingCode? code, Authorization? reversed, BalanceImpact impact) =>
        code is not { } named
            ? null
            : state.Org.CheckCode(named, impact) ?? (reversed is null ? Rejections.ProcessingCodeMismatch(named) : null);

    private static ProcessingCode CodeOf(LedgerState state, ProcessingCode? code, Authorization? reversed) =>
        code ?? (reversed is null ? default : state.Org.ReversalOf(reversed.ProcessingCode));

    private static Account? AccountOf(LedgerState state, Authorization? side)
    {
        if (side is null)
            return null;
        var account = state.FindAccount(side.AccountId);
        Invariant.Holds(account is not null, "the account of an authorization is in the books");
        return account;
    }
}
