namespace ForceOps;

/// <summary>
/// Posts one credit or debit to one account, whatever the account's status, balance and limits (Pismo, post-payments-v1-force).
/// The processing code gives the direction; a force whose code has no impact is recorded and moves nothing.
/// </summary>
public sealed record Force : Operation
{
    /// <summary>The account to post to; 1 or more.</summary>
    public required long AccountId { get; init; }

    public required Amount Amount { get; init; }
    public required ProcessingCode ProcessingCode { get; init; }

    /// <summary>The currency of the amount; null when the account's currency is to be used.</summary>
    public Currency? Currency { get; init; }

    public OriginalAuthorization? Original { get; init; }

    /// <summary>The effective date; null means now.</summary>
    public DateTimeOffset? ValueDate { get; init; }

    /// <summary>The kind of the account when this force opens it: the card dialects pay merchants.</summary>
    public AccountKind OpensAs => Channel == Channel.Pismo ? AccountKind.Customer : AccountKind.Merchant;

    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Account(AccountId);
        if (Original is { OnNetwork: false } original)
            prefetch.Authorization(original.Id);
    }

    internal override TouchedAccounts? AccountsIn(LedgerState state) => new(AccountId, null);

    internal override Outcome Decide(LedgerState state)
    {
        var account = state.FindAccount(AccountId);
        if (account is null && !state.Org.OpenOnFirstUse)
            return Rejections.AccountNotFound(AccountId);
        if (!state.Org.Codes.TryGetValue(ProcessingCode, out var rule))
            return Rejections.ProcessingCodeNotFound(ProcessingCode);
        if (rule.OperationType != OperationType.Normal)
            return Rejections.ProcessingCodeMismatch(rule);
        var currency = account?.Currency ?? Currency ?? state.Org.Currency;
        if (Currency is not null && !Currency.Equals(currency))
            return Rejections.CurrencyMismatch(currency, asked: Currency);
        if (!currency.Fits(Amount.Value))
            return Rejections.TooManyDecimals(currency, Amount.Value);
        if (ValueDate is { } valueDate && valueDate > state.Now)
            return Rejections.ValueDateInFuture(valueDate, state.Now);
        if (Original is { OnNetwork: false } original && OwnOf(state.FindAuthorization(original.Id)) is not { Denied: null })
            return Rejections.OriginalAuthorizationNotFound(original.Id);

        var fee = (account is null ? rule.Fee : account.FeeOf(rule))?.Of(Amount, currency) ?? 0;
        // The movements store the balance after the amount and the balance after the fee: a fee that brings a credit back into
        // the range does not help.
        var change = (int)rule.Impact * Amount.Value;
        var balance = (account?.Balance ?? 0) + change;
        if (!LedgerState.BalanceFits(balance) || !LedgerState.BalanceFits(balance - fee) || !ForceOps.Amount.Fits(fee))
            return Rejections.BalanceOutOfRange(AccountId, account?.Balance ?? 0, change, fee);

        account ??= state.Open(AccountId, OpensAs, currency);
        var authorization = new Authorization
        {
            Id = state.NextId(),
            TrackingId = TrackingId,
            Type = AuthorizationType.Force,
            Channel = Channel,
            AccountId = AccountId,
            ProcessingCode = ProcessingCode,
            Impact = rule.Impact,
            Amount = Amount.Value,
            Fee = fee,
            Currency = currency,
            Descriptor = Descriptor,
            Metadata = Metadata,
            Original = Original,
            ValueDate = ValueDate,
            EventDate = state.EventDate,
            InTimeline = InTimeline,
            CorrelationId = CorrelationId,
        };
        state.Record(authorization);
        state.Move(authorization, MovementKind.Principal, rule.Impact, account, Channel.ForcedThrough(), Amount.Value);
        state.Move(authorization, MovementKind.Fee, BalanceImpact.Debit, account, InternalAccount.FeeIncome, fee);
        return new Outcome.Accepted(authorization);
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier) =>
        earlier.Type != AuthorizationType.Force || earlier.IsCancellation || earlier.Channel != Channel
            ? RequestFields.Kind
            : Differs(RequestFields.Account, AccountId != earlier.AccountId)
                | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
                | Differs(RequestFields.ProcessingCode, ProcessingCode != earlier.ProcessingCode)
                | Differs(RequestFields.Currency, Currency is not null && !Currency.Equals(earlier.Currency))
                | Differs(RequestFields.OriginalAuthorization, Original != earlier.Original)
                | Differs(RequestFields.ValueDate, ValueDate != earlier.ValueDate)
                | TextDifferenceTo(earlier);
}

/// <summary>
/// Names an authorization that a force refers to. The ledger only records the reference. The id of a network's authorization is
/// unknown to the ledger by nature.
/// </summary>
/// <param name="Id">The id of the authorization; 1 or more.</param>
/// <param name="OnNetwork">True for <c>NETWORK</c>, false for <c>PLATFORM</c>.</param>
public readonly record struct OriginalAuthorization(long Id, bool OnNetwork);
