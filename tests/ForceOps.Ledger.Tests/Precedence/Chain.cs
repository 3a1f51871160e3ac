namespace ForceOps.Tests;

/// <summary>
/// One kind of operation with everything wrong at once, and its mistakes in the order of <see cref="LedgerError"/>. Repairing them
/// one by one from the front must bring up each next error, and at the end acceptance: so every row violates all later checks too.
/// </summary>
/// <param name="Errors">What comes up after 0, 1, 2 … repairs.</param>
/// <param name="Make">The books and the operation after so many repairs.</param>
internal sealed record Chain(LedgerError[] Errors, Func<int, (LedgerState LedgerState, Operation Operation)> Make)
{
    /// <summary>A new kind of operation brings its chain here.</summary>
    public static IReadOnlyDictionary<string, Chain> All { get; } = new Dictionary<string, Chain>(StringComparer.Ordinal)
    {
        ["force"] = ForceChain.Chain,
        ["cancel force"] = CancelForceChain.Transfer,
        ["cancel force that names a cancellation"] = CancelForceChain.Cancellation,
        ["void of a settled sale"] = SettlementChain.Void,
        ["refund of an unsettled sale"] = SettlementChain.Refund,
        ["transfer"] = TransferChain.Account,
        ["transfer from a card that is declined"] = TransferChain.DeclinedCard,
        ["transfer from a card without an answer"] = TransferChain.LateCard,
        ["cancel transfer that names a force"] = CancelTransferChain.Force,
        ["cancel transfer that names a cancellation"] = CancelTransferChain.Cancellation,
        ["hold"] = HoldChain.Hold,
        ["release of a hold"] = HoldChain.Release,
        ["transfer of a hold"] = HoldChain.Transfer,
        ["cancel of a transfer of a hold"] = HoldChain.Cancel,
        ["cash-out"] = PaymentChain.CashOut,
        ["payment between accounts"] = PaymentChain.Between,
        ["cancel payment that names a force"] = PaymentChain.CancelForce,
        ["cancel payment that is canceled"] = PaymentChain.Canceled,
        ["pre-authorization"] = PreAuthorizationChain.PreAuthorization,
        ["confirmation of more than there is"] = PreAuthorizationChain.Confirm,
        ["confirmation of what is confirmed"] = PreAuthorizationChain.Confirmed,
    };
}
