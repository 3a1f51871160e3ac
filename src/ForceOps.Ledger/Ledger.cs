namespace ForceOps;

/// <summary>
/// Decides about money; no other place does. The class is pure: the same ledger state and operation give the same outcome,
/// everywhere.
/// </summary>
public static class Ledger
{
    /// <summary>
    /// Decides one operation and applies it to the ledger state. 1. A tracking id in use gives <see cref="Outcome.Duplicate"/>.
    /// While the operation that uses the tracking id waits, the outcome is <see cref="Outcome.Delayed"/> or
    /// <see cref="Outcome.TakenByDelayed"/>. 2. An operation that is to be posted later is accepted unchecked as
    /// <see cref="Outcome.Delayed"/>. 3. The first failing check gives <see cref="Outcome.Rejected"/>. 4. Otherwise the ledger
    /// state holds the new authorization, its movements and balances, and the outcome is <see cref="Outcome.Accepted"/>. In cases
    /// 1 and 3 the ledger state is unchanged. A payment that fails a check on accounts that exist is a case of 4: its denial is stored
    /// (<see cref="Authorization.Denied"/>) and moves nothing.
    /// </summary>
    /// <exception cref="InvariantViolatedException">A bug: the ledger state must be thrown away.</exception>
    public static Outcome Decide(LedgerState state, Operation operation)
    {
        if (DuplicateOf(state, operation) is { } duplicate)
            return duplicate;
        if (state.Delayed.Find(operation.TrackingId) is { } waiting)
            return operation.Repeats(waiting.Operation) ? new Outcome.Delayed(waiting) : new Outcome.TakenByDelayed(waiting);
        // The card dialects have no word for "later": their operations are posted at once, even on a delayed account.
        if (operation.Channel != Channel.Pismo || operation.AccountsIn(state) is not { } accounts)
            return operation.Decide(state);
        if ((operation.Delay ?? (accounts.AnyDelayed(state) ? state.Delayed.After : null)) is not { } delay)
            return operation.Decide(state);
        var delayed = new DelayedOperation(state.NextId(), operation, accounts, state.EventDate,
            delay > TimeSpan.Zero ? state.EventDate + delay : DateTimeOffset.UnixEpoch);
        state.Delayed.Accept(delayed);
        return new Outcome.Delayed(delayed);
    }

    /// <summary>
    /// Decides a delayed operation that is due: the operation is posted, or the ledger state holds its <see cref="Denial"/>. In
    /// both cases the operation no longer waits (I9). If another process used the tracking id meanwhile for the same request,
    /// nothing is left to do.
    /// </summary>
    /// <exception cref="InvariantViolatedException">A bug: the ledger state must be thrown away.</exception>
    public static Outcome Finish(LedgerState state, DelayedOperation delayed)
    {
        state.Delayed.Finish(delayed);
        var outcome = DuplicateOf(state, delayed.Operation) ?? delayed.Operation.Decide(state);
        if (outcome.IsDenial)
            state.Delayed.Deny(new Denial(state.NextId(), delayed, (outcome as Outcome.Rejected)?.Error));
        return outcome;
    }

    private static Outcome.Duplicate? DuplicateOf(LedgerState state, Operation operation)
    {
        if (state.FindAuthorization(operation.TrackingId) is not { } earlier)
            return null;
        var difference = operation.DifferenceTo(state, earlier);
        return new Outcome.Duplicate(earlier, difference)
        {
            Counterpart = state.CounterpartOf(earlier),
            CancelsPart = difference == RequestFields.None && operation.CanceledPart(state, earlier),
        };
    }
}
