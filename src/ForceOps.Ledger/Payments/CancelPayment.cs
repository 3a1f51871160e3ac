namespace ForceOps;

/// <summary>
/// Takes back a payment in full or in part, with the outside world or between two accounts (Pismo, payment-methods/v2/payments/cancel).
/// It restores the balances by the rules of a transfer's cancellation; of a pre-authorization it makes available what is held. A
/// cancellation of an authorization that exists and cannot be canceled is denied: the denial is stored under the tracking id.
/// </summary>
public sealed record CancelPayment : OperationOnPayment
{
    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Counterparts();
        base.Declare(prefetch);
    }

    internal override TouchedAccounts? AccountsIn(LedgerState state) =>
        OriginalIn(state, AuthorizationId, OriginalTrackingId) is { } original && ReachesEitherSide(state, original)
            ? new(original.AccountId, state.CounterpartOf(original)?.AccountId)
            : null;

    internal override Outcome Decide(LedgerState state)
    {
        if (OriginalIn(state, AuthorizationId, OriginalTrackingId) is not { } original)
            return Rejections.AuthorizationNotFound(AuthorizationId, OriginalTrackingId);
        if (!ReachesEitherSide(state, original))
            return Rejections.AccountOutOfReach(original, ConfinedTo!.Value);
        var outcome = !original.IsPreAuthorization
            && original is not { Type: AuthorizationType.Payment, IsCancellation: false, Denied: null }
            ? Rejections.NotAPayment(original)
            : original.RemainingAmount == 0 ? NothingLeft(state, original)
            : original.IsPreAuthorization ? Release(state, original)
            : AsCancelTransfer(original).Decide(state);
        return outcome switch
        {
            Outcome.Rejected why => Deny(state, original, why),
            Outcome.Accepted accepted => accepted with { CancelsPart = accepted.Authorization.Amount < original.Amount },
            _ => outcome,
        };
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier)
    {
        if (earlier is not { Type: AuthorizationType.Payment or AuthorizationType.PreAuthorization, IsCancellation: true }
            || earlier.Channel != Channel)
            return RequestFields.Kind;
        return Differs(RequestFields.Canceled, !Names(state, earlier))
            | Differs(RequestFields.Amount, CancelsAnotherAmount(Amount, earlier))
            | TextDifferenceTo(earlier);
    }

    internal override bool CanceledPart(LedgerState state, Authorization earlier) =>
        earlier.Denied is null && state.FindAuthorization(earlier.ParentId!.Value) is { } original && earlier.Amount < original.Amount;

    /// <summary>Makes the refusal for a payment or a pre-authorization of which nothing is left.</summary>
    internal static Outcome.Rejected NothingLeft(LedgerState state, Authorization original) =>
        original.IsPreAuthorization && state.IsConfirmed(original)
            ? Rejections.AlreadyConfirmed(original)
            : Rejections.AlreadyCanceled(original, state.LatestCancellationOf(original.Id));

    /// <summary>Makes a part of what is held available again, or all of it.</summary>
    private Outcome Release(LedgerState state, Authorization original)
    {
        var account = state.FindAccount(original.AccountId);
        Invariant.Holds(account is not null, "the account of an authorization is in the books");
        var amount = AmountOf(original);
        if (!original.Currency.Fits(amount))
            return Rejections.TooManyDecimals(original.Currency, amount);
        if (amount > original.RemainingAmount)
            return Rejections.AmountExceedsRemaining(original, amount);
        var release = HeldFunds.Authorize(
            this, state, account, state.Org.ReversalOf(original.ProcessingCode), BalanceImpact.Credit, amount, original,
            AuthorizationType.PreAuthorization) with
        {
            CancelsAll = Amount is null,
        };
        state.Record(release);
        state.Release(release, original, account, amount);
        return new Outcome.Accepted(release);
    }

    private Outcome.Accepted Deny(LedgerState state, Authorization original, Outcome.Rejected why)
    {
        var account = state.FindAccount(original.AccountId);
        Invariant.Holds(account is not null, "the account of an authorization is in the books");
        var denial = DenialOf(state, original, why) with
        {
            Type = original.IsPreAuthorization ? AuthorizationType.PreAuthorization : AuthorizationType.Payment,
            Parent = original,
        };
        return denial.Record(account, (BalanceImpact)(-(int)original.Impact), state.Org.ReversalOf(original.ProcessingCode));
    }

    private CancelTransfer AsCancelTransfer(Authorization original) => new()
    {
        TrackingId = TrackingId, CorrelationId = CorrelationId, Channel = Channel, InTimeline = InTimeline,
        Descriptor = Descriptor, Metadata = Metadata, AuthorizationId = original.Id,
        Amount = ForceOps.Amount.Create(AmountOf(original)),
        Type = AuthorizationType.Payment, CancelsAll = Amount is null,
    };

    /// <summary>Returns true when this request names what the cancellation canceled, by either side of it.</summary>
    private bool Names(LedgerState state, Authorization cancellation)
    {
        var named = AuthorizationId is { } id ? state.FindAuthorization(id) : state.FindAuthorization(OriginalTrackingId!.Value);
        return named is not null && (named.Id == cancellation.ParentId || named.CounterpartId == cancellation.ParentId);
    }
}
