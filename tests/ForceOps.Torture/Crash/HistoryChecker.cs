namespace ForceOps.Torture.Crash;

internal enum ProblemKind
{
    /// <summary>Something that was acknowledged is not there, or not as it was acknowledged.</summary>
    Lost,
    /// <summary>Something is there more than once, or although nobody sent it.</summary>
    Doubled,
}

/// <param name="TrackingId">The operation in question; null when it is about an account or the books as a whole.</param>
internal sealed record Problem(ProblemKind Kind, string? TrackingId, string Text);

/// <summary>
/// Decides from what clients logged, and from what the service answers to reads, whether anything was lost or doubled. It knows nothing
/// of how the service works and reads no table: it is a pure function, which the self-test feeds with damaged histories.
/// </summary>
internal static class HistoryChecker
{
    internal static IReadOnlyList<Problem> Check(IReadOnlyCollection<SentOperation> history, Books books)
    {
        var problems = new List<Problem>();
        var movements = books.Movements.ToLookup(movement => movement.TrackingId, StringComparer.Ordinal);
        foreach (var operation in history)
            problems.AddRange(OfOperation(operation, [.. movements[operation.TrackingId]], books));
        var sent = history.Select(operation => operation.TrackingId).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(movements.Where(group => !sent.Contains(group.Key)).Select(group => new Problem(
            ProblemKind.Doubled, group.Key, $"nobody sent {group.Key}, and it moved {string.Join(", ", group)}")));
        problems.AddRange(OfCancellations(history));
        problems.AddRange(OfAccounts(history, books));
        problems.AddRange(OfOrder(history, books));
        problems.AddRange(OfEvents(history, books));
        var (expected, there) = (history.Sum(operation => operation.Authorizations), books.Authorizations);
        if (expected != there)
        {
            problems.Add(new Problem(there < expected ? ProblemKind.Lost : ProblemKind.Doubled, null,
                $"clients were told of {expected} authorizations, and {there} are there"));
        }
        if (books.Check.Length > 0)
            problems.Add(new Problem(ProblemKind.Lost, null, $"the check of the books says: {books.Check}"));
        return problems;
    }

    /// <summary>
    /// An operation is there exactly once when it was acknowledged, under its id and with its amounts, and else not at all.
    /// </summary>
    private static IEnumerable<Problem> OfOperation(SentOperation operation, IReadOnlyList<BookMovement> movements, Books books)
    {
        Problem Make(ProblemKind kind, string text) => new(kind, operation.TrackingId, $"{operation.TrackingId}: {text}");
        foreach (var contradiction in operation.Contradictions)
            yield return Make(ProblemKind.Doubled, $"two answers cannot both be true: {contradiction}");
        if (operation.Fate == Fate.Unanswered)
            yield return Make(ProblemKind.Lost, "it was never answered");
        if (operation.Fate == Fate.Posted && operation.Expected == Expectation.NotPosted)
            yield return Make(ProblemKind.Doubled, "it was posted against the rules of money");
        if (operation.Fate is Fate.Refused or Fate.Denied && operation.Expected == Expectation.Posted)
            yield return Make(ProblemKind.Lost, $"it was refused without a reason: {operation.Refusal}");

        IReadOnlyList<(long Account, decimal Amount)> moves = operation.Fate == Fate.Posted ? operation.Moves : [];
        foreach (var (account, amount) in moves)
        {
            var there = movements.Where(movement => movement.Account == account).ToList();
            if (there.Count == 0)
                yield return Make(ProblemKind.Lost, $"it was acknowledged, and account {account} has no movement of it");
            if (there.Count > 1)
                yield return Make(ProblemKind.Doubled, $"account {account} has {there.Count} movements of it: {string.Join(", ", there)}");
            if (there.Count == 1 && (there[0].Amount != amount || !operation.Ids.Contains(there[0].AuthorizationId)))
                yield return Make(ProblemKind.Lost, $"account {account} should have {amount} of {string.Join('/', operation.Ids)}, and has {there[0]}");
        }
        foreach (var movement in movements.Where(movement => !moves.Any(move => move.Account == movement.Account)))
            yield return Make(ProblemKind.Doubled, $"it was answered {operation.Fate} {operation.Refusal}, and there is {movement}");
        if (!books.Found.TryGetValue(operation.TrackingId, out var found))
            yield break;
        var isThere = operation.Fate is Fate.Posted or Fate.Denied;
        if (isThere && (found is not { } id || !operation.Ids.Contains(id)))
            yield return Make(ProblemKind.Lost, $"it was acknowledged as {string.Join('/', operation.Ids)}, and the look for it finds {found}");
        if (!isThere && found is not null)
            yield return Make(ProblemKind.Doubled, $"it was answered {operation.Fate} {operation.Refusal}, and the look for it finds {found}");
    }

    /// <summary>However many race, they never cancel more than there was, and are refused only when too little was left.</summary>
    private static IEnumerable<Problem> OfCancellations(IEnumerable<SentOperation> history)
    {
        foreach (var group in history.Where(operation => operation.Of is not null).GroupBy(operation => operation.Of!))
        {
            var canceled = group.Where(one => one.Fate == Fate.Posted).Sum(one => one.Amount);
            if (canceled > group.Key.Amount)
            {
                yield return new Problem(ProblemKind.Doubled, group.Key.TrackingId,
                    $"{group.Key.TrackingId}: {canceled} of {group.Key.Amount} was canceled, by {string.Join(", ", group.Select(one => one.TrackingId))}");
            }
            foreach (var refused in group.Where(
                one => one.Fate is Fate.Refused or Fate.Denied && canceled + one.Amount <= group.Key.Amount))
            {
                yield return new Problem(ProblemKind.Lost, refused.TrackingId,
                    $"{refused.TrackingId}: {refused.Refusal}, although only {canceled} of {group.Key.Amount} is canceled");
            }
        }
    }

    /// <summary>Each balance is the sum of what clients were told, and each movement continues the one before.</summary>
    private static IEnumerable<Problem> OfAccounts(IReadOnlyCollection<SentOperation> history, Books books)
    {
        var posted = history.Where(operation => operation.Fate == Fate.Posted).ToList();
        var balances = posted.SelectMany(operation => operation.Moves).GroupBy(move => move.Account)
            .ToDictionary(group => group.Key, group => group.Sum(move => move.Amount));
        var holds = posted.GroupBy(operation => operation.Account).ToDictionary(group => group.Key, group => group.Sum(one => one.Holds));
        foreach (var id in balances.Keys.Union(holds.Keys).Union(books.Accounts.Keys))
        {
            var (balance, held) = (balances.GetValueOrDefault(id), holds.GetValueOrDefault(id));
            var account = books.Accounts.GetValueOrDefault(id);
            if ((account?.Balance ?? 0) != balance || (account?.Held ?? 0) != held)
            {
                yield return new Problem(
                    ProblemKind.Lost, null, $"account {id} should have {balance} and hold {held}, and is {account?.ToString() ?? "not there"}");
            }
        }
        foreach (var account in books.Movements.GroupBy(movement => movement.Account))
        {
            var balance = 0m;
            foreach (var movement in account.OrderBy(movement => movement.Id))
            {
                if (movement.BalanceAfter != balance + movement.Amount)
                    yield return new Problem(ProblemKind.Lost, movement.TrackingId, $"{movement} does not continue a balance of {balance}");
                balance = movement.BalanceAfter;
            }
        }
    }

    /// <summary>What was acknowledged before something else was sent comes before it in their account.</summary>
    private static IEnumerable<Problem> OfOrder(IEnumerable<SentOperation> history, Books books)
    {
        var operations = history.ToDictionary(operation => operation.TrackingId, StringComparer.Ordinal);
        foreach (var account in books.Movements.GroupBy(movement => movement.Account))
        {
            SentOperation? latest = null;
            foreach (var movement in account.OrderBy(movement => movement.Id))
            {
                if (!operations.TryGetValue(movement.TrackingId, out var operation))
                    continue;
                if (latest is not null && operation.Settled < latest.FirstSent)
                {
                    yield return new Problem(ProblemKind.Lost, operation.TrackingId,
                        $"{operation.TrackingId} was acknowledged before {latest.TrackingId} was sent, and comes behind it in account {account.Key}");
                }
                if (latest is null || operation.FirstSent > latest.FirstSent)
                    latest = operation;
            }
        }
    }

    private static IEnumerable<Problem> OfEvents(IReadOnlyCollection<SentOperation> history, Books books)
    {
        if (books.Events is not { } events)
            yield break;
        var stored = history.Where(operation => operation.Fate is Fate.Posted or Fate.Denied)
            .Select(operation => operation.TrackingId).ToHashSet(StringComparer.Ordinal);
        foreach (var missing in stored.Where(trackingId => !events.Contains(trackingId)))
            yield return new Problem(ProblemKind.Lost, missing, $"{missing}: its event never arrived");
        foreach (var foreign in events.Where(trackingId => !stored.Contains(trackingId)))
            yield return new Problem(ProblemKind.Doubled, foreign, $"{foreign}: an event of it arrived, and no client was told of it");
    }
}
