namespace ForceOps;

/// <summary>The one place that decides about money. Pure: the same books and operation give the same outcome, everywhere.</summary>
public static class Ledger
{
    /// <summary>
    /// Decides one operation and applies it to the books. 1. A tracking id in use answers <see cref="Outcome.Duplicate"/>.
    /// 2. The first failing check answers <see cref="Outcome.Rejected"/>. 3. Otherwise the books hold the new authorization, its
    /// movements and balances, and the answer is <see cref="Outcome.Accepted"/>. In cases 1 and 2 the books are unchanged.
    /// </summary>
    /// <exception cref="InvariantViolatedException">A bug: the books must be thrown away.</exception>
    public static Outcome Decide(Books books, Operation operation) =>
        books.FindAuthorization(operation.TrackingId) is { } earlier
            ? new Outcome.Duplicate(earlier, operation.DifferenceTo(books, earlier)) { Counterpart = books.CounterpartOf(earlier) }
            : operation.DecideOn(books);
}
