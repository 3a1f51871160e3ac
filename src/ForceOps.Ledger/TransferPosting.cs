namespace ForceOps;

/// <summary>
/// Writes a decided transfer or payment, or its cancellation, into the ledger state: a pair of authorizations when both sides are in the
/// ledger, else one authorization, and the movement. The giving side owns the tracking id if it is in the ledger.
/// </summary>
internal sealed record TransferPosting(Operation Operation, LedgerState LedgerState, Currency Currency)
{
    internal AuthorizationType Type { get; init; } = AuthorizationType.Transfer;
    internal bool CancelsAll { get; init; }
    internal string? External { get; init; }
    internal Authorization? DebitParent { get; init; }
    internal Authorization? CreditParent { get; init; }

    /// <summary>
    /// The hold, for a transfer of held money and its cancellation, or the pre-authorization, for its confirmation; null for every other
    /// transfer.
    /// </summary>
    internal OriginalAuthorization? Original { get; init; }

    /// <summary>Changes what is held, once the giving and the receiving side are recorded and before the money moves.</summary>
    internal Action<Authorization?, Authorization?>? BeforeMoving { get; init; }

    /// <summary>
    /// Posts the transfer. A null account is a party outside the ledger; its internal account takes its side of the movement.
    /// </summary>
    internal Outcome.Accepted Post(
        Account? payer, ProcessingCode debitCode, Account? payee, ProcessingCode creditCode, decimal amount, long debitId, long creditId,
        MovementKind kind)
    {
        var debit = payer is null ? null : Side(payer, BalanceImpact.Debit, debitCode, amount, DebitParent);
        var credit = payee is null ? null : Side(payee, BalanceImpact.Credit, creditCode, amount, CreditParent);
        if (debit is not null && credit is not null)
            (debit, credit) = (debit with { CounterpartId = credit.Id }, credit with { CounterpartId = debit.Id });
        var owner = debit ?? credit;
        Invariant.Holds(owner is not null, "one side of a transfer is in the books");
        LedgerState.Record(owner);
        if (debit is not null && credit is not null)
            LedgerState.RecordCounterpart(credit);
        BeforeMoving?.Invoke(debit, credit);
        LedgerState.Move(owner, kind, payer, debitId, payee, creditId, amount);
        return new Outcome.Accepted(owner)
        {
            Counterpart = debit is not null ? credit : null,
            Available = (payer ?? payee)!.Available,
        };
    }

    private Authorization Side(Account account, BalanceImpact impact, ProcessingCode code, decimal amount, Authorization? parent) => new()
    {
        Id = LedgerState.NextId(),
        TrackingId = Operation.TrackingId,
        Type = Type,
        Channel = Operation.Channel,
        AccountId = account.Id,
        ProcessingCode = code,
        Impact = impact,
        Amount = amount,
        Currency = Currency,
        Descriptor = Operation.Descriptor,
        Metadata = Operation.Metadata,
        External = External,
        Original = Original,
        ParentId = parent?.Id,
        EventDate = LedgerState.EventDate,
        InTimeline = Operation.InTimeline,
        CorrelationId = Operation.CorrelationId,
        CancelsAll = CancelsAll,
    };
}
