namespace ForceOps;

/// <summary>
/// Posts a pre-authorized payment, the whole, a part or more (Pismo, payment-methods/v2/payments/confirm). One confirmation ends the
/// pre-authorization: what is held and not confirmed is available again, and what is confirmed beyond it must be available and within the
/// limits. Status and limits were looked at when the money was held, so they are asked for that excess only. All of this is decided by us.
/// A confirmation of an authorization that exists and cannot be confirmed is denied: the denial is stored under the tracking id.
/// </summary>
public sealed record ConfirmPayment : OperationOnPayment
{
    internal override TouchedAccounts? AccountsIn(LedgerState state) =>
        OriginalIn(state, AuthorizationId, OriginalTrackingId) is { } original && Reaches(original) ? new(original.AccountId, null) : null;

    internal override Outcome Decide(LedgerState state)
    {
        if (OriginalIn(state, AuthorizationId, OriginalTrackingId) is not { } original)
            return Rejections.AuthorizationNotFound(AuthorizationId, OriginalTrackingId);
        if (!Reaches(original))
            return Rejections.AccountOutOfReach(original, ConfinedTo!.Value);
        if (IdentifiersError(original, AuthorizationId, OriginalTrackingId) is { } disagreement)
            return disagreement;
        var account = state.FindAccount(original.AccountId);
        Invariant.Holds(account is not null, "the account of an authorization is in the books");
        if (FirstError(state, original, account) is { } why)
            return Deny(state, original, account, why);

        var (held, amount) = (original.RemainingAmount, AmountOf(original));
        if (amount > held)
            account.Spend(DateOnly.FromDateTime(state.Now.UtcDateTime), amount - held);
        return new TransferPosting(this, state, original.Currency)
        {
            Type = AuthorizationType.Payment,
            CancelsAll = Amount is null,
            Original = new OriginalAuthorization(original.Id, OnNetwork: false),
            // The money is available for a moment, so that the movement takes it from there.
            BeforeMoving = (debit, _) => state.Release(debit!, original, account, held),
        }.Post(account, original.ProcessingCode, null, default, amount, account.Id, InternalAccount.OutsideWorld, MovementKind.Principal);
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier) =>
        !earlier.IsConfirmation || earlier.Channel != Channel
            ? RequestFields.Kind
            : Differs(RequestFields.OriginalAuthorization, NamesAnother(state, AuthorizationId, OriginalTrackingId, earlier.Original?.Id))
                | Differs(RequestFields.Amount, CancelsAnotherAmount(Amount, earlier))
                | TextDifferenceTo(earlier);

    private bool Reaches(Authorization original) => ConfinedTo is not { } own || own == original.AccountId;

    private Outcome.Rejected? FirstError(LedgerState state, Authorization original, Account account)
    {
        if (!original.IsPreAuthorization)
            return Rejections.NotAPreAuthorization(original);
        var (held, amount) = (original.RemainingAmount, AmountOf(original));
        if (!original.Currency.Fits(amount))
            return Rejections.TooManyDecimals(original.Currency, amount);
        if (held == 0)
            return CancelPayment.NothingLeft(state, original);
        if (amount > held)
        {
            if (!state.Org.Allows(account.Status, BalanceImpact.Debit))
                return Rejections.AccountNotActive(account, BalanceImpact.Debit);
            if (account.Available < amount - held)
                return Rejections.InsufficientFunds(account.Id, account, amount - held);
            var day = DateOnly.FromDateTime(state.Now.UtcDateTime);
            if (!account.LimitsAllow(day, amount - held))
                return Rejections.LimitExceeded(account, day, amount - held);
        }
        return Transfer.RangeError(account, null, amount);
    }

    private Outcome.Accepted Deny(LedgerState state, Authorization original, Account account, Outcome.Rejected why) =>
        (DenialOf(state, original, why) with { Unconfirmed = original }).Record(account, original.Impact, original.ProcessingCode);
}
