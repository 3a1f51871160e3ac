namespace ForceOps;

/// <summary>
/// Moves money between an account and the outside world, with all checks of a transfer (Pismo, payment-methods/v2/payments). The
/// processing code decides whether the money comes in or goes out. A payment that fails a check is denied: the denial is stored under
/// the tracking id, unless the account does not exist.
/// </summary>
public sealed record Payment : PaymentOnAccount
{
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
            : FieldDifferenceTo(earlier);

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
