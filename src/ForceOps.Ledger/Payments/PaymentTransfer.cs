namespace ForceOps;

/// <summary>
/// Moves money between two customers' accounts, with all checks of a transfer (Pismo, payment-methods/v2/transfers). It is denied like
/// a <see cref="Payment"/>, and the denial is stored on both accounts, unless one of them does not exist.
/// </summary>
public sealed record PaymentTransfer : Operation
{
    /// <summary>The account that gives; 1 or more.</summary>
    public required long From { get; init; }

    /// <summary>The account that gets; another one.</summary>
    public required long To { get; init; }

    public required Amount Amount { get; init; }

    /// <summary>The currency of the amount; null when the accounts' currency is to be used.</summary>
    public Currency? Currency { get; init; }

    /// <summary>The processing code of the giving side; null when the default for transfers is to be used.</summary>
    public ProcessingCode? DebitCode { get; init; }

    /// <summary>The processing code of the receiving side; null when the default for transfers is to be used.</summary>
    public ProcessingCode? CreditCode { get; init; }

    private ProcessingCode DebitCodeOrDefault => DebitCode ?? TransferCodes.ForDebit(toOutside: false);

    private ProcessingCode CreditCodeOrDefault => CreditCode ?? TransferCodes.ForCredit(fromOutside: false);

    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Counterparts();
        prefetch.Limits();
        prefetch.Account(From);
        prefetch.Account(To);
    }

    internal override TouchedAccounts? AccountsIn(LedgerState state) => new(From, To);

    internal override Outcome Decide(LedgerState state)
    {
        if (state.FindAccount(From) is not { } payer)
            return Rejections.AccountNotFound(From);
        if (state.FindAccount(To) is not { } payee)
            return Rejections.AccountNotFound(To);
        var outcome = AsTransfer().Decide(state);
        return outcome is Outcome.Rejected why
            ? new PaymentDenial(this, state, Amount.Value, Currency ?? payer.Currency, why)
                .Record(payer, DebitCodeOrDefault, payee, CreditCodeOrDefault)
            : outcome;
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier)
    {
        if (earlier is not { Type: AuthorizationType.Payment, IsCancellation: false, CounterpartId: not null }
            || earlier.Channel != Channel)
            return RequestFields.Kind;
        var (debit, credit) = state.SidesOf(earlier);
        return Differs(RequestFields.Account, From != debit!.AccountId || To != credit!.AccountId)
            | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
            | Differs(RequestFields.ProcessingCode,
                DebitCodeOrDefault != debit.ProcessingCode || CreditCodeOrDefault != credit!.ProcessingCode)
            | Differs(RequestFields.Currency, Currency is not null && !Currency.Equals(earlier.Currency))
            | TextDifferenceTo(earlier);
    }

    private Transfer AsTransfer() => new()
    {
        TrackingId = TrackingId, CorrelationId = CorrelationId, Channel = Channel, InTimeline = InTimeline,
        Descriptor = Descriptor, Metadata = Metadata, Amount = Amount, Currency = Currency, Type = AuthorizationType.Payment,
        From = new TransferParty.Customer(From), To = new TransferParty.Customer(To),
        DebitCode = DebitCodeOrDefault, CreditCode = CreditCodeOrDefault,
    };
}
