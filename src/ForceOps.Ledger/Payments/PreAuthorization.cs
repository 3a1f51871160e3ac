using System.Diagnostics.CodeAnalysis;

namespace ForceOps;

/// <summary>
/// Holds the amount of a payment to the outside world until it is confirmed, with all checks of a payment (Pismo,
/// payment-methods/v2/payments with pre_authorization). Only a payment that takes from the account can wait: there is nothing to hold of
/// one that gives to it (decision). It is denied like a <see cref="Payment"/>.
/// </summary>
public sealed record PreAuthorization : PaymentOnAccount
{
    /// <summary>Makes a payment wait for its confirmation.</summary>
    [SetsRequiredMembers]
    public PreAuthorization(Payment payment)
        : base(payment)
    {
    }

    internal override Outcome Decide(LedgerState state)
    {
        // A stored row belongs to an account, so the denial for one that nobody opened cannot be stored.
        if (state.FindAccount(AccountId) is not { } account)
            return Rejections.AccountNotFound(AccountId);
        if (FirstError(state, account) is { } why)
        {
            var impact = state.Org.Codes.GetValueOrDefault(ProcessingCode)?.Impact ?? BalanceImpact.None;
            return new PaymentDenial(this, state, Amount.Value, Currency ?? account.Currency, why)
            {
                Type = AuthorizationType.PreAuthorization,
            }.Record(account, impact, ProcessingCode);
        }

        // The limits of the day are for what an account decides to spend, so the confirmation does not count it again.
        account.Spend(DateOnly.FromDateTime(state.Now.UtcDateTime), Amount.Value);
        var hold = HeldFunds.Authorize(
            this, state, account, ProcessingCode, BalanceImpact.Debit, Amount.Value, type: AuthorizationType.PreAuthorization);
        state.Record(hold);
        state.Hold(hold, account);
        return new Outcome.Accepted(hold);
    }

    internal override RequestFields DifferenceTo(LedgerState state, Authorization earlier) =>
        earlier is not { Type: AuthorizationType.PreAuthorization, IsCancellation: false } || earlier.Channel != Channel
            ? RequestFields.Kind
            : FieldDifferenceTo(earlier);

    private Outcome.Rejected? FirstError(LedgerState state, Account account)
    {
        var asTransfer = new Transfer
        {
            TrackingId = TrackingId, CorrelationId = CorrelationId, Amount = Amount, Currency = Currency, DebitCode = ProcessingCode,
            From = new TransferParty.Customer(AccountId), To = new TransferParty.World(),
        };
        return asTransfer.FirstError(state, out _, out _, out _)
            ?? (LedgerState.BalanceFits(account.Held + Amount.Value)
                ? null
                : Rejections.BalanceOutOfRange(AccountId, account.Held, Amount.Value));
    }
}
