namespace ForceOps;

/// <summary>
/// Takes back a transfer of held money, in whole or in part (Pismo, post-payments-v1-hold-funds-transfer-cancel): the money comes back
/// and is held again, by the holds that it was taken from, the newest first. That it is held again is a decision; a cancel of a
/// transfer (<see cref="CancelTransfer"/>) gives it back without holding it.
/// </summary>
public sealed record CancelHoldTransfer : Operation
{
    /// <summary>The account whose money was held.</summary>
    public required long AccountId { get; init; }

    /// <summary>The id of the transfer; at least one of the two identifiers is given.</summary>
    public long? AuthorizationId { get; init; }

    /// <summary>The tracking id of the transfer; at least one of the two identifiers is given.</summary>
    public TrackingId? OriginalTrackingId { get; init; }

    public required Amount Amount { get; init; }

    /// <summary>The processing code of the account's side.</summary>
    public required ProcessingCode ProcessingCode { get; init; }

    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Counterparts();
        prefetch.Limits();
        prefetch.HeldBefore();
        prefetch.Canceled(AuthorizationId, OriginalTrackingId);
    }

    internal override TouchedAccounts? AccountsIn(LedgerState state) =>
        OriginalIn(state, AuthorizationId, OriginalTrackingId) is { } original && original.AccountId == AccountId
            ? new(AccountId, state.CounterpartOf(original)?.AccountId)
            : null;

    internal override Outcome Decide(LedgerState state)
    {
        var original = OriginalIn(state, AuthorizationId, OriginalTrackingId);
        if (original is null || original.AccountId != AccountId)
            return Rejections.AuthorizationNotFound(AuthorizationId, OriginalTrackingId);
        if (IdentifiersError(original, AuthorizationId, OriginalTrackingId) is { } disagreement)
            return disagreement;
        if (original is not { Type: AuthorizationType.Transfer, IsCancellation: false, Impact: BalanceImpact.Debit, Original: { } hold })
            return Rejections.NotAHold(original);
        var account = state.FindAccount(AccountId);
        Invariant.Holds(account is not null, "the account of an authorization is in the books");
        if (HeldFunds.FirstError(state, account, ProcessingCode, Amount.Value) is { } error)
            return error;
        if (Amount.Value > original.RemainingAmount)
            return Rejections.AmountExceedsRemaining(original, Amount.Value);
        var credit = state.CounterpartOf(original);
        Invariant.Holds((credit is null) == (original.CounterpartId is null), "both sides of a transfer are loaded");
        var payer = credit is null ? null : state.FindAccount(credit.AccountId);
        if (Transfer.RangeError(payer, account, Amount.Value) is { } rangeError)
            return rangeError;
        if (!LedgerState.BalanceFits(account.Held + Amount.Value))
            return Rejections.BalanceOutOfRange(AccountId, account.Held, Amount.Value);

        var holds = HoldsOf(state, original);
        state.Cancel(original, Amount.Value, fee: 0);
        if (credit is not null)
            state.Cancel(credit, Amount.Value, fee: 0);
        return new TransferPosting(this, state, original.Currency)
        {
            External = original.External,
            Original = hold,
            DebitParent = credit,
            CreditParent = original,
            BeforeMoving = (_, back) => holds.ForEach(part => state.HoldAgain(back!, part.Hold, account, part.Amount)),
        }.Post(
            payer, credit is null ? default : state.Org.ReversalOf(credit.ProcessingCode), account, ProcessingCode, Amount.Value,
            payer?.Id ?? InternalAccount.OutsideWorld, AccountId, MovementKind.Reversal);
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier)
    {
        if (earlier is not { Type: AuthorizationType.Transfer, IsCancellation: true, Original: not null } || earlier.Channel != Channel)
            return RequestFields.Kind;
        var (_, credit) = state.SidesOf(earlier);
        return Differs(RequestFields.Account, AccountId != credit?.AccountId)
            | Differs(RequestFields.Canceled, NamesAnother(state, AuthorizationId, OriginalTrackingId, credit?.ParentId))
            | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
            | Differs(RequestFields.ProcessingCode, ProcessingCode != credit?.ProcessingCode)
            | TextDifferenceTo(earlier);
    }

    /// <summary>
    /// Returns the holds that get the amount back. What was canceled before, in whatever way, counts as given back to the newest.
    /// </summary>
    private List<(Authorization Hold, decimal Amount)> HoldsOf(LedgerState state, Authorization original)
    {
        var before = original.CanceledAmount;
        var holds = new List<(Authorization Hold, decimal Left)>();
        foreach (var change in state.HoldChangesOf(original.Id).OrderByDescending(change => change.HoldId))
        {
            var hold = state.FindAuthorization(change.HoldId);
            Invariant.Holds(hold is not null, "the holds of a transfer of held money are loaded");
            var given = Math.Min(before, -change.Change);
            before -= given;
            holds.Add((hold, -change.Change - given));
        }
        return HeldFunds.Take(holds, Amount.Value);
    }
}
