namespace ForceOps;

/// <summary>
/// Writes a denied payment into the ledger state: authorizations that move nothing, so that the tracking id is used up and a repeat
/// gets the same answer.
/// </summary>
/// <param name="Operation">The operation that was denied.</param>
/// <param name="LedgerState">The state that holds every account of the operation.</param>
/// <param name="Amount">The amount that was asked for.</param>
/// <param name="Currency">The currency that was asked for, else the account's.</param>
/// <param name="Why">The first check that failed.</param>
internal sealed record PaymentDenial(
    Operation Operation, LedgerState LedgerState, decimal Amount, Currency Currency, Outcome.Rejected Why)
{
    internal AuthorizationType Type { get; init; } = AuthorizationType.Payment;

    /// <summary>The authorization that was not canceled; null when the operation is no cancellation.</summary>
    internal Authorization? Parent { get; init; }

    /// <summary>The authorization that was not confirmed; null when the operation is no confirmation.</summary>
    internal Authorization? Unconfirmed { get; init; }

    internal bool CancelsAll { get; init; }

    /// <summary>Records the denial of a payment with the outside world, or of a cancellation.</summary>
    internal Outcome.Accepted Record(Account account, BalanceImpact impact, ProcessingCode code)
    {
        var denied = Side(account, impact, code);
        LedgerState.Record(denied);
        return new Outcome.Accepted(denied) { Denial = Why };
    }

    /// <summary>Records the denial of a payment between two accounts.</summary>
    internal Outcome.Accepted Record(Account payer, ProcessingCode debitCode, Account payee, ProcessingCode creditCode)
    {
        var debit = Side(payer, BalanceImpact.Debit, debitCode);
        var credit = Side(payee, BalanceImpact.Credit, creditCode) with { CounterpartId = debit.Id };
        debit = debit with { CounterpartId = credit.Id };
        LedgerState.Record(debit);
        LedgerState.RecordCounterpart(credit);
        return new Outcome.Accepted(debit) { Counterpart = credit, Denial = Why };
    }

    private Authorization Side(Account account, BalanceImpact impact, ProcessingCode code) => new()
    {
        Id = LedgerState.NextId(),
        TrackingId = Operation.TrackingId,
        Type = Type,
        Channel = Operation.Channel,
        AccountId = account.Id,
        ProcessingCode = code,
        Impact = impact,
        Amount = Amount,
        Currency = Currency,
        Descriptor = Operation.Descriptor,
        Metadata = Operation.Metadata,
        ParentId = Parent?.Id,
        Original = Unconfirmed is { } original ? new OriginalAuthorization(original.Id, OnNetwork: false) : null,
        EventDate = LedgerState.EventDate,
        InTimeline = Operation.InTimeline,
        CorrelationId = Operation.CorrelationId,
        CancelsAll = CancelsAll,
        Denied = Why.Error,
    };
}
