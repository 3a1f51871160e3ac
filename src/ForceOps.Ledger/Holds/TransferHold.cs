namespace ForceOps;

/// <summary>
/// Turns held money into a debit: to another account, or to the outside world (Pismo, post-payments-v1-hold-funds-transfer). The
/// balance is not looked at, since the money was set aside, and no limit is: both are decisions.
/// </summary>
public sealed record TransferHold : OperationOnHolds
{
    /// <summary>The receiver: a customer's account, or a party outside the ledger.</summary>
    public required TransferParty To { get; init; }

    internal override void Declare(Prefetch prefetch)
    {
        base.Declare(prefetch);
        prefetch.Counterparts();
        if (!InternalAccount.Is(To.AccountId))
            prefetch.Account(To.AccountId);
    }

    internal override TouchedAccounts? AccountsIn(LedgerState state) => TouchedAccounts.Of(new TransferParty.Customer(AccountId), To);

    internal override Outcome Decide(LedgerState state)
    {
        Invariant.Holds(To.AccountId != AccountId, "a transfer has two sides");
        var (named, namedError) = NamedIn(state);
        if (namedError is not null)
            return namedError;
        var (account, error) = HeldFunds.AccountOf(state, AccountId);
        if (account is null)
            return error!;
        var (to, toError) = TransferSide.Of(state, To, TransferCodes.ForCredit(fromOutside: false), BalanceImpact.Credit);
        if (toError is { Error: LedgerError.AccountNotFound })
            return toError;
        if ((FirstError(state, account, to.Account, toError) ?? HeldError(state, account, named)) is { } refused)
            return refused;
        if (to.Account is { } taker && !state.Org.Allows(taker.Status, BalanceImpact.Credit))
            return Rejections.AccountNotActive(taker, BalanceImpact.Credit);
        if (Transfer.RangeError(account, to.Account, Amount.Value) is { } rangeError)
            return rangeError;

        var taken = TakeFrom(state, account, named);
        return new TransferPosting(this, state, account.Currency)
        {
            External = To.External,
            Original = new OriginalAuthorization(taken[0].Hold.Id, OnNetwork: false),
            // The money is available for a moment, so that the movement takes it from there.
            BeforeMoving = (debit, _) => taken.ForEach(part => state.Release(debit!, part.Hold, account, part.Amount)),
        }.Post(account, ProcessingCode, to.Account, to.Code, Amount.Value, AccountId, To.AccountId, MovementKind.Principal);
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier)
    {
        if (earlier is not { Type: AuthorizationType.Transfer, IsCancellation: false, Original: { } hold } || earlier.Channel != Channel)
            return RequestFields.Kind;
        var (debit, credit) = state.SidesOf(earlier);
        return Differs(RequestFields.Account, AccountId != debit?.AccountId || !Transfer.Is(To, credit, earlier.External))
            | Differs(RequestFields.Canceled, NamesAnotherHold(state, hold.Id))
            | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
            | Differs(RequestFields.ProcessingCode, ProcessingCode != debit?.ProcessingCode)
            | TextDifferenceTo(earlier);
    }

    /// <summary>Checks codes, currencies and decimals, in this order; returns null when no check fails.</summary>
    private Outcome.Rejected? FirstError(LedgerState state, Account account, Account? to, Outcome.Rejected? toError)
    {
        var own = HeldFunds.FirstError(state, account, ProcessingCode, Amount.Value);
        if (Transfer.Earlier(own is { Error: LedgerError.TooManyDecimals } ? null : own, toError) is { } codeError)
            return codeError;
        return to is not null && !to.Currency.Equals(account.Currency) ? Rejections.CurrencyMismatch(to.Currency, account.Currency) : own;
    }
}
