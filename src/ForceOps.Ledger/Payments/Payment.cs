namespace ForceOps;

/// <summary>
/// Moves money between an account and the outside world, with all checks of a transfer (Pismo, payment-methods/v2/payments). The
/// processing code decides whether the money comes in or goes out. A payment that fails a check is denied: the denial is stored under
/// the tracking id, unless the account does not exist.
/// </summary>
public sealed record Payment : Operation
{
    /// <summary>The account that pays or is paid; 1 or more.</summary>
    public required long AccountId { get; init; }

    public required Amount Amount { get; init; }
    public required ProcessingCode ProcessingCode { get; init; }

    /// <summary>The currency of the amount; null when the account's currency is to be used.</summary>
    public Currency? Currency { get; init; }

    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Limits();
        prefetch.Account(AccountId);
    }

    internal override TouchedAccounts? AccountsIn(LedgerState state) => new(AccountId, null);

    internal override Outcome Decide(LedgerState state)
    {
        // A stored row belongs to an account, so the denial for one that nobody opened cannot be stored.
        if (state.FindAccount(AccountId) is not { } account)
            return Rejections.AccountNotFound(AccountId);
        var rule = state.Org.Codes.GetValueOrDefault(ProcessingCode);
        var outcome = account.Kind != AccountKind.Customer ? Rejections.AccountNotFound(account, AccountKind.Customer)
            : rule is null ? Rejections.ProcessingCodeNotFound(ProcessingCode)
            : rule.Impact == BalanceImpact.None ? Rejections.ProcessingCodeWithoutImpact(rule)
            : AsTransfer(rule.Impact).Decide(state);
        return outcome is Outcome.Rejected why
            ? new PaymentDenial(this, state, Amount.Value, Currency ?? account.Currency, why)
                .Record(account, rule?.Impact ?? BalanceImpact.None, ProcessingCode)
            : outcome;
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier) =>
        earlier is not { Type: AuthorizationType.Payment, IsCancellation: false, IsConfirmation: false, CounterpartId: null }
            || earlier.Channel != Channel
            ? RequestFields.Kind
            : Differs(RequestFields.Account, AccountId != earlier.AccountId)
                | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
                | Differs(RequestFields.ProcessingCode, ProcessingCode != earlier.ProcessingCode)
                | Differs(RequestFields.Currency, Currency is not null && !Currency.Equals(earlier.Currency))
                | TextDifferenceTo(earlier);

    private Transfer AsTransfer(BalanceImpact impact)
    {
        var (account, isCredit) = (new TransferParty.Customer(AccountId), impact == BalanceImpact.Credit);
        return new Transfer
        {
            TrackingId = TrackingId, CorrelationId = CorrelationId, Channel = Channel, InTimeline = InTimeline,
            Descriptor = Descriptor, Metadata = Metadata, Amount = Amount, Currency = Currency, Type = AuthorizationType.Payment,
            From = isCredit ? new TransferParty.World() : account,
            To = isCredit ? account : new TransferParty.World(),
            DebitCode = isCredit ? null : ProcessingCode,
            CreditCode = isCredit ? ProcessingCode : null,
        };
    }
}
