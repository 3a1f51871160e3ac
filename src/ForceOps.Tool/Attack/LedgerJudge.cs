using ForceOps.Tool.Output;

namespace ForceOps.Tool.Attack;

/// <summary>Compares what the ledger holds of a unit of work with what calm times taught. It is pure.</summary>
internal static class LedgerJudge
{
    /// <summary>Returns true when the ledger holds what the unit should have posted, no more and no less.</summary>
    internal static bool IsDone(Lesson lesson, UnitOfWork unit, IEnumerable<PostedOperation> posted) =>
        Differences(lesson, unit, posted, isDenied: false).Count == 0;

    /// <summary>Returns where the ledger differs.</summary>
    /// <param name="lesson">What calm times taught.</param>
    /// <param name="unit">The unit of work.</param>
    /// <param name="posted">What the ledger holds of it.</param>
    /// <param name="isDenied">True when the service denied an operation: then something may be missing.</param>
    internal static IReadOnlyList<Difference> Differences(
        Lesson lesson, UnitOfWork unit, IEnumerable<PostedOperation> posted, bool isDenied)
    {
        if (lesson.Unsteady is not null)
            return [];
        var found = posted.Where(operation => !operation.IsDenied).ToList();
        var differences = new List<Difference>();
        foreach (var group in lesson.Operations.GroupBy(learned => (learned.Kind, Amount: learned.AmountIn(unit))))
        {
            var fitting = found.Where(operation => group.First().Fits(operation, unit)).ToList();
            found.RemoveAll(fitting.Contains);
            var expected = group.Count();
            if (fitting.Count == expected || (fitting.Count < expected && isDenied))
                continue;
            var amount = group.Key.Amount is { } known ? $" of {known:0.00}" : "";
            differences.Add(new Difference(DifferenceKind.Ledger, $"expected {Shown.Count(expected, group.Key.Kind)}{amount}, found {fitting.Count}"
                + (fitting.Count == 0 ? "" : $" ({IdsOf(fitting)})"), [.. fitting.Select(operation => operation.Id)]));
        }
        // What calm times never posted, or with another amount.
        if (found.Count > 0)
        {
            differences.Add(new Difference(DifferenceKind.Ledger,
                $"found {Listed(found.Select(operation => $"a {operation.Kind} of {operation.Amount:0.00}"))}, which calm times did not post ({IdsOf(found)})",
                [.. found.Select(operation => operation.Id)]));
        }
        return differences;
    }

    /// <summary>Compares what the client said with what the ledger holds.</summary>
    internal static Difference? SaidOtherwise(Lesson lesson, DoneUnit done) =>
        done.Said.Kind == SaidKind.Failed && lesson.Unsteady is null && lesson.Operations.Count > 0
        && IsDone(lesson, done.Unit, done.Posted)
            ? new Difference(DifferenceKind.Said, $"the client said that the work failed ({done.Said.Words}), and the ledger has all of it",
                [.. done.Posted.Select(operation => operation.Id)])
            : null;

    /// <summary>Writes how many operations there are of each kind.</summary>
    internal static string Counted(IEnumerable<string> kinds) =>
        Listed(kinds.GroupBy(kind => kind, StringComparer.Ordinal).Select(group => Shown.Count(group.Count(), group.Key)));

    /// <summary>Writes a list as people do.</summary>
    private static string Listed(IEnumerable<string> words) => words.ToList() switch
    {
        [] => "nothing",
        [var only] => only,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
    };

    private static string IdsOf(IReadOnlyCollection<PostedOperation> posted) =>
        $"authorization{(posted.Count == 1 ? "" : "s")} {string.Join(", ", posted.Select(operation => operation.Id))}";
}

/// <summary>Holds something that is not as calm times taught.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="What">How it differs, in words.</param>
/// <param name="Ids">The authorizations that it is about.</param>
internal sealed record Difference(DifferenceKind Kind, string What, IReadOnlyList<long> Ids)
{
    internal string Severity => Kind switch
    {
        DifferenceKind.Ledger or DifferenceKind.Belief => "high",
        DifferenceKind.Said or DifferenceKind.Delivery => "medium",
    };
}

/// <summary>Lists what can differ.</summary>
internal enum DifferenceKind
{
    /// <summary>The ledger holds something else than calm times taught.</summary>
    Ledger,

    /// <summary>The client believes in another balance than the ledger's.</summary>
    Belief,

    /// <summary>The client said that its work failed, and it was done.</summary>
    Said,

    /// <summary>The client's receiver does not take an event.</summary>
    Delivery,
}
