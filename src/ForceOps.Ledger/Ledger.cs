namespace ForceOps;

/// <summary>The one place that decides about money. Pure: the same books and operation give the same outcome, everywhere.</summary>
public static class Ledger
{
    /// <summary>
    /// Decides one operation and applies it to the books. 1. A tracking id in use answers <see cref="Outcome.Duplicate"/>, or while
    /// the operation that has it waits <see cref="Outcome.Delayed"/> or <see cref="Outcome.TakenByDelayed"/>. 2. What is to be posted
    /// later is accepted unchecked as <see cref="Outcome.Delayed"/>. 3. The first failing check answers <see cref="Outcome.Rejected"/>.
    /// 4. Otherwise the books hold the new authorization, its movements and balances, and the answer is <see cref="Outcome.Accepted"/>.
    /// In cases 1 and 3 the books are unchanged.
    /// </summary>
    /// <exception cref="InvariantViolatedException">A bug: the books must be thrown away.</exception>
    public static Outcome Decide(LedgerState state, Operation operation)
    {
        if (DuplicateOf(state, operation) is { } duplicate)
            return duplicate;
        if (state.Delayed.Find(operation.TrackingId) is { } waiting)
            return operation.Repeats(waiting.Operation) ? new Outcome.Delayed(waiting) : new Outcome.TakenByDelayed(waiting);
        // The card dialects have no word for "later": their operations are posted at once, whatever the account says.
        if (operation.Channel != Channel.Pismo || operation.AccountsIn(state) is not { } accounts)
            return operation.Decide(state);
        if ((operation.Delay ?? (accounts.AnyDelayed(state) ? state.Delayed.After : null)) is not { } delay)
            return operation.Decide(state);
        var delayed = new DelayedOperation(state.NextId(), operation, accounts, state.EventDate, delay > TimeSpan.Zero ? state.EventDate + delay : DateTimeOffset.UnixEpoch);
        state.Delayed.Accept(delayed);
        return new Outcome.Delayed(delayed);
    }

    /// <summary>
    /// Decides an operation that was delayed, now that it is due: it is posted, or the books hold its <see cref="Denial"/>. Either way it
    /// waits no longer (I9). A tracking id that another process used in between leaves nothing to do when it was for the same request.
    /// </summary>
    /// <exception cref="InvariantViolatedException">A bug: the books must be thrown away.</exception>
    public static Outcome Finish(LedgerState state, DelayedOperation delayed)
    {
        state.Delayed.Finish(delayed);
        var outcome = DuplicateOf(state, delayed.Operation) ?? delayed.Operation.Decide(state);
        if (outcome.IsDenial)
            state.Delayed.Deny(new Denial(state.NextId(), delayed, (outcome as Outcome.Rejected)?.Error));
        return outcome;
    }

    private static Outcome.Duplicate? DuplicateOf(LedgerState state, Operation operation) => state.FindAuthorization(operation.TrackingId) is { } earlier
        ? new Outcome.Duplicate(earlier, operation.DifferenceTo(state, earlier)) { Counterpart = state.CounterpartOf(earlier) }
        : null;
}
