namespace ForceOps;

/// <summary>
/// Makes held money available again, in whole or in part (Pismo, post-payments-v1-hold-funds-unblock). The release is an authorization
/// of its own, whose parent is the first hold that it takes from.
/// </summary>
public sealed record ReleaseHold : OperationOnHolds
{
    internal override TouchedAccounts? AccountsIn(LedgerState state) => new(AccountId, null);

    internal override Outcome Decide(LedgerState state)
    {
        var (named, namedError) = NamedIn(state);
        if (namedError is not null)
            return namedError;
        var (account, error) = HeldFunds.AccountOf(state, AccountId);
        if (account is null)
            return error!;
        if ((HeldFunds.FirstError(state, account, ProcessingCode, Amount.Value) ?? HeldError(state, account, named)) is { } refused)
            return refused;

        var taken = TakeFrom(state, account, named);
        var release = HeldFunds.Authorize(this, state, account, ProcessingCode, BalanceImpact.Credit, Amount.Value, taken[0].Hold);
        state.Record(release);
        foreach (var (hold, amount) in taken)
            state.Release(release, hold, account, amount);
        return new Outcome.Accepted(release);
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier) =>
        earlier.Type != AuthorizationType.Hold || earlier.IsHold || earlier.Channel != Channel
            ? RequestFields.Kind
            : Differs(RequestFields.Account, AccountId != earlier.AccountId)
                | Differs(RequestFields.Canceled, NamesAnotherHold(state, earlier.ParentId))
                | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
                | Differs(RequestFields.ProcessingCode, ProcessingCode != earlier.ProcessingCode)
                | TextDifferenceTo(earlier);
}
