namespace ForceOps.Torture.Crash;

/// <summary>
/// Proves that the checker can see: a history that is right passes, and each way to damage it (or its books) is noticed as what it is.
/// </summary>
internal static class SelfTest
{
    private static readonly Operations Make = new("self", new Random(1));

    internal static bool Run(TextWriter output)
    {
        var isRight = Expect(output, "a right history", _ => { }, books => books, null);
        isRight &= Expect(output, "an acknowledged force is gone", _ => { }, books => Without(books, books.Movements[0]), ProblemKind.Lost);
        isRight &= Expect(output, "a force is there twice", _ => { },
            books => With(books, books.Movements[0] with { Id = 99, BalanceAfter = books.Accounts[1].Balance }), ProblemKind.Doubled);
        isRight &= Expect(output, "a force that nobody sent", _ => { },
            books => With(books, books.Movements[0] with { Id = 98, TrackingId = "foreign" }), ProblemKind.Doubled);
        isRight &= Expect(output, "another amount", _ => { },
            books => With(Without(books, books.Movements[0]), books.Movements[0] with { Amount = 9 }), ProblemKind.Lost);
        isRight &= Expect(output, "another id than was told", _ => { },
            books => With(Without(books, books.Movements[0]), books.Movements[0] with { AuthorizationId = 77 }), ProblemKind.Lost);
        isRight &= Expect(output, "one side of a transfer is gone", _ => { },
            books => Without(books, books.Movements.Last(movement => movement.Account == 2)), ProblemKind.Lost);
        isRight &= Expect(output, "a balance that is not the sum", _ => { },
            books => books with { Accounts = new Dictionary<long, BookAccount>(books.Accounts) { [1] = new(1, 1, 0) } }, ProblemKind.Lost);
        isRight &= Expect(output, "held money that nobody holds", _ => { },
            books => books with
            {
                Accounts = new Dictionary<long, BookAccount>(books.Accounts) { [1] = books.Accounts[1] with { Held = 5 } },
            },
            ProblemKind.Lost);
        isRight &= Expect(output, "a hold that was acknowledged and is not found", _ => { },
            books => books with { Found = books.Found.ToDictionary(pair => pair.Key, _ => (long?)null, StringComparer.Ordinal) },
            ProblemKind.Lost);
        isRight &= Expect(output, "an authorization too many", _ => { },
            books => books with { Authorizations = books.Authorizations + 1 }, ProblemKind.Doubled);
        isRight &= Expect(output, "an authorization too few", _ => { },
            books => books with { Authorizations = books.Authorizations - 1 }, ProblemKind.Lost);
        isRight &= Expect(output, "a complaint of the check", _ => { }, books => books with { Check = "[I1]" }, ProblemKind.Lost);
        isRight &= Expect(output, "an event that never arrived", _ => { },
            books => books with { Events = books.Events!.Skip(1).ToHashSet(StringComparer.Ordinal) }, ProblemKind.Lost);
        isRight &= Expect(output, "an event of nothing", _ => { },
            books => books with { Events = books.Events!.Append("foreign").ToHashSet(StringComparer.Ordinal) }, ProblemKind.Doubled);
        isRight &= Expect(output, "an operation without an end", history => history.Add(Make.Force(1, 1, credit: true)), books => books,
            ProblemKind.Lost);
        isRight &= Expect(output, "a refusal without a reason",
            history => history.Add(Done(Make.Force(1, 1, credit: true), Fate.Refused, 0, 50)), books => books, ProblemKind.Lost);
        isRight &= Expect(output, "two answers that contradict each other",
            history => history[0].Conclude(Fate.Posted, [1234], "", TimeSpan.Zero), books => books, ProblemKind.Doubled);
        isRight &= Expect(output, "more canceled than there was",
            history => history.Add(Done(Make.CancelForce(history[0], 95), Fate.Posted, 60, 60)), books => books, ProblemKind.Doubled);
        isRight &= Expect(output, "a late operation before an early one", _ => { }, Swapped, ProblemKind.Lost);
        return isRight;
    }

    private static bool Expect(
        TextWriter output, string what, Action<List<SentOperation>> damageHistory, Func<Books, Books> damageBooks, ProblemKind? expected)
    {
        var history = History();
        var books = damageBooks(BooksOf(history));
        damageHistory(history);
        var problems = HistoryChecker.Check(history, books);
        var isRight = expected is { } kind ? problems.Any(problem => problem.Kind == kind) : problems.Count == 0;
        output.WriteLine($"{(isRight ? "noticed" : "NOT NOTICED")}: {what}{(problems.Count > 0 ? $": {problems[0].Text}" : "")}");
        return isRight;
    }

    /// <summary>Credits, a cancellation, a transfer, a hold, and a refusal that is right.</summary>
    private static List<SentOperation> History()
    {
        var credit = Make.Force(1, 100, credit: true);
        var transfer = Make.Transfer(1, 2, 30);
        var refused = Make.Transfer(1, 2, 5000, Expectation.NotPosted);
        return
        [
            Done(credit, Fate.Posted, 10, 1), Done(Make.CancelForce(credit, 10), Fate.Posted, 12, 2), Done(transfer, Fate.Posted, 14, 3),
            Done(Make.Hold(1, 20), Fate.Posted, 17, 4), Done(refused, Fate.Refused, 0, 5),
            Done(Make.Force(1, 1, credit: false), Fate.Posted, 18, 6),
        ];
    }

    private static SentOperation Done(SentOperation operation, Fate fate, long id, int second)
    {
        operation.Note(new Attempt(TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(second + 0.5), "self", "test"));
        operation.Conclude(fate, fate == Fate.Posted ? [id] : [], "", TimeSpan.FromSeconds(second + 0.5));
        return operation;
    }

    /// <summary>The books of a service that did everything right.</summary>
    private static Books BooksOf(List<SentOperation> history)
    {
        var (movements, balances) = (new List<BookMovement>(), new Dictionary<long, decimal>());
        foreach (var operation in history.Where(one => one.Fate == Fate.Posted))
        {
            foreach (var (account, amount) in operation.Moves)
            {
                balances[account] = balances.GetValueOrDefault(account) + amount;
                movements.Add(new BookMovement(
                    operation.Ids[0] + 1, account, operation.Ids[0], operation.TrackingId, amount, balances[account]));
            }
        }
        var held = history.Where(one => one.Fate == Fate.Posted).Sum(one => one.Holds);
        return new Books(
            balances.ToDictionary(pair => pair.Key, pair => new BookAccount(pair.Key, pair.Value, pair.Key == 1 ? held : 0)), movements,
            history.Where(one => one.Moves.Count == 0 || one.Fate != Fate.Posted).ToDictionary(
                one => one.TrackingId, one => one.Fate == Fate.Posted ? one.Ids[0] : (long?)null, StringComparer.Ordinal),
            history.Sum(one => one.Authorizations), "",
            history.Where(one => one.Fate == Fate.Posted).Select(one => one.TrackingId).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The last force of an account gets the first place in it; amounts and sums stay right.</summary>
    private static Books Swapped(Books books)
    {
        var last = books.Movements[^1];
        return books with
        {
            Movements = [last with { Id = 1, BalanceAfter = last.Amount }, .. books.Movements.Except([last]).Select(
                movement => movement.Account == 1 ? movement with { BalanceAfter = movement.BalanceAfter + last.Amount } : movement)],
        };
    }

    private static Books With(Books books, BookMovement movement) => books with { Movements = [.. books.Movements, movement] };

    private static Books Without(Books books, BookMovement movement) => books with { Movements = [.. books.Movements.Except([movement])] };
}
