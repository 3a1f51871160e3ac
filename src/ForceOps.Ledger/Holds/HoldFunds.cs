namespace ForceOps;

/// <summary>
/// Holds an amount on an account: it stays in the balance and is no longer available (Pismo, post-payments-v1-hold-funds-block).
/// </summary>
public sealed record HoldFunds : Operation
{
    public required long AccountId { get; init; }
    public required Amount Amount { get; init; }
    public required ProcessingCode ProcessingCode { get; init; }

    /// <summary>True when more may be held than is available.</summary>
    public bool SkipsBalance { get; init; }

    /// <summary>True when the account's status makes no difference.</summary>
    public bool SkipsStatus { get; init; }

    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Limits();
        prefetch.Account(AccountId);
    }

    internal override TouchedAccounts? AccountsIn(LedgerState state) => new(AccountId, null);

    internal override Outcome Decide(LedgerState state)
    {
        var (account, error) = HeldFunds.AccountOf(state, AccountId);
        if (account is null)
            return error!;
        if (HeldFunds.FirstError(state, account, ProcessingCode, Amount.Value) is { } codeError)
            return codeError;
        if (!SkipsStatus && !account.AllowsHolds)
            return Rejections.AccountNotActive(account, BalanceImpact.Debit);
        if (!SkipsBalance && account.Available < Amount.Value)
            return Rejections.InsufficientFunds(AccountId, account, Amount.Value);
        if (!LedgerState.BalanceFits(account.Held + Amount.Value))
            return Rejections.BalanceOutOfRange(AccountId, account.Held, Amount.Value);

        var hold = HeldFunds.Authorize(this, state, account, ProcessingCode, BalanceImpact.Debit, Amount.Value);
        state.Record(hold);
        state.Hold(hold, account);
        return new Outcome.Accepted(hold);
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier) =>
        !earlier.IsHold || earlier.Channel != Channel
            ? RequestFields.Kind
            : Differs(RequestFields.Account, AccountId != earlier.AccountId)
                | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
                | Differs(RequestFields.ProcessingCode, ProcessingCode != earlier.ProcessingCode)
                | TextDifferenceTo(earlier);
}
