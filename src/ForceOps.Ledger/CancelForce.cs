namespace ForceOps;

/// <summary>
/// Takes back a forced operation in full or in part (Pismo, post-payments-v1-force-cancel). The cancellation is an authorization
/// of its own that goes the other way under the reversal code; the original stores how much of its amount is canceled.
/// </summary>
public sealed record CancelForce : Operation
{
    /// <summary>The id of the original; at least one of the two identifiers is given.</summary>
    public long? AuthorizationId { get; init; }

    /// <summary>The tracking id of the original; at least one of the two identifiers is given.</summary>
    public TrackingId? OriginalTrackingId { get; init; }

    /// <summary>The amount to cancel, in the original's currency; null when all that is left is to be canceled.</summary>
    public Amount? Amount { get; init; }

    /// <summary>True when the cancellation gives back all that is left of the fee, also with a partial amount (decision).</summary>
    public bool CancelFees { get; init; }

    /// <summary>The state that the original's card batch must be in: open or settled.</summary>
    public Settlement Settlement { get; init; }

    internal override void Declare(Prefetch prefetch) => prefetch.Canceled(AuthorizationId, OriginalTrackingId);

    internal override TouchedAccounts? AccountsIn(LedgerState state) =>
        OriginalIn(state, AuthorizationId, OriginalTrackingId) is { } original && (ConfinedTo ?? original.AccountId) == original.AccountId
            ? new(original.AccountId, null)
            : null;

    internal override Outcome Decide(LedgerState state)
    {
        var original = OriginalIn(state, AuthorizationId, OriginalTrackingId);
        if (original is null)
            return Rejections.AuthorizationNotFound(AuthorizationId, OriginalTrackingId);
        if (ConfinedTo is { } own && own != original.AccountId)
            return Rejections.AccountOutOfReach(original, own);
        if (IdentifiersError(original, AuthorizationId, OriginalTrackingId) is { } disagreement)
            return disagreement;
        if (original.Type != AuthorizationType.Force || original.IsCancellation)
            return Rejections.NotAForcedOperation(original);
        var amount = Amount?.Value ?? original.RemainingAmount;
        if (!original.Currency.Fits(amount))
            return Rejections.TooManyDecimals(original.Currency, amount);
        if (SettlementError(settled: original.Id < state.SettledBelow) is { } settlementError)
            return Rejections.OfSettlement(settlementError, original, state.SettledBelow);
        if (original.RemainingAmount == 0)
            return Rejections.AlreadyCanceled(original, state.LatestCancellationOf(original.Id));
        if (amount > original.RemainingAmount)
            return Rejections.AmountExceedsRemaining(original, amount);

        var account = state.FindAccount(original.AccountId);
        Invariant.Holds(account is not null, "the account of an authorization is in the books");
        var fee = CancelFees ? original.RemainingFee : 0;
        var impact = (BalanceImpact)(-(int)original.Impact);
        var balance = account.Balance + ((int)impact * amount);
        if (!LedgerState.BalanceFits(balance) || !LedgerState.BalanceFits(balance + fee))
            return Rejections.BalanceOutOfRange(account.Id, account.Balance, (int)impact * amount, -fee);

        var cancellation = new Authorization
        {
            Id = state.NextId(),
            TrackingId = TrackingId,
            Type = AuthorizationType.Force,
            Channel = Channel,
            AccountId = original.AccountId,
            ProcessingCode = state.Org.ReversalOf(original.ProcessingCode),
            Impact = impact,
            Amount = amount,
            Fee = fee,
            Currency = original.Currency,
            Descriptor = Descriptor,
            Metadata = Metadata,
            ParentId = original.Id,
            EventDate = state.EventDate,
            InTimeline = InTimeline,
            CorrelationId = CorrelationId,
            CancelsAll = Amount is null,
            CancelsFees = CancelFees,
        };
        state.Record(cancellation);
        state.Cancel(original, amount, fee);
        state.Move(cancellation, MovementKind.Reversal, impact, account, original.Channel.ForcedThrough(), amount);
        state.Move(cancellation, MovementKind.FeeReversal, BalanceImpact.Credit, account, InternalAccount.FeeIncome, fee);
        return new Outcome.Accepted(cancellation);
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier) =>
        earlier.Type != AuthorizationType.Force || !earlier.IsCancellation || earlier.Channel != Channel
            ? RequestFields.Kind
            : Differs(RequestFields.Canceled, NamesAnother(state, AuthorizationId, OriginalTrackingId, earlier.ParentId))
                | Differs(RequestFields.Amount, CancelsAnotherAmount(Amount, earlier))
                | Differs(RequestFields.CancelFees, CancelFees != earlier.CancelsFees)
                | TextDifferenceTo(earlier);

    private LedgerError? SettlementError(bool settled) => Settlement switch
    {
        Settlement.Any => null,
        Settlement.Before => settled ? LedgerError.AlreadySettled : null,
        Settlement.After => settled ? null : LedgerError.NotYetSettled,
    };
}

/// <summary>
/// Lists when a forced operation may be taken back: a card sale is voided before its batch is settled and refunded afterwards.
/// </summary>
public enum Settlement
{
    Any,
    Before,
    After,
}
