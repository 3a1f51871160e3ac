namespace ForceOps.Tool.Attack;

/// <summary>
/// Holds what calm times taught: which operations one unit of work posts, and by which routes. It is made from what the ledger holds, so
/// that a client need not say what it is about to do.
/// </summary>
internal sealed record Lesson
{
    /// <summary>The operations of one unit, in the order in which they are posted.</summary>
    internal required IReadOnlyList<LearnedOperation> Operations { get; init; }

    /// <summary>The requests of one unit that post an operation, in their order.</summary>
    internal required IReadOnlyList<string> Routes { get; init; }

    /// <summary>The processing codes that a unit names.</summary>
    internal IReadOnlyList<string> ProcessingCodes { get; private init; } = [];

    /// <summary>True when each unit moves money on the account that it was given, and on no other.</summary>
    internal required bool HasOwnAccounts { get; init; }

    /// <summary>
    /// True when two requests of the same money on one account are the same work: a unit that moves the same sum twice says otherwise.
    /// </summary>
    internal bool IsWorkByAccount => HasOwnAccounts && Operations.Distinct().Count() == Operations.Count;

    /// <summary>Says why the ledger cannot be compared with calm times; null when it can.</summary>
    internal string? Unsteady { get; init; }

    /// <summary>The number of requests of one unit, of any kind.</summary>
    internal required int Calls { get; init; }

    /// <summary>Returns true when the attack can have an operation denied: nobody can refuse a cancellation of what is there.</summary>
    internal bool MayBeDenied(int strike) => strike < Routes.Count && !Routes[strike].EndsWith("/cancel", StringComparison.Ordinal);

    /// <summary>Learns from units that were done in calm times.</summary>
    internal static Lesson Of(IReadOnlyList<DoneUnit> all)
    {
        var units = all.Where(unit => unit.Said.Kind == SaidKind.Done).ToList();
        var first = units[0];
        var kinds = first.Posted.Select(posted => posted.Kind).ToList();
        var other = units.FirstOrDefault(unit => !unit.Posted.Select(posted => posted.Kind).SequenceEqual(kinds, StringComparer.Ordinal));
        return new Lesson
        {
            Operations = [.. kinds.Select((kind, i) => LearnedOperation.Of(
                kind, [.. (other is null ? units : [first]).Select(unit => (unit.Unit.Amount, unit.Posted[i].Amount))]))],
            Routes =
            [
                // A client that tried twice did not do two operations.
                .. first.Requests.Where(request => request.AuthorizationId is not null).DistinctBy(request => request.AuthorizationId)
                    .Select(request => request.Route).OfType<string>(),
            ],
            ProcessingCodes =
                [.. first.Requests.Select(request => request.ProcessingCode).OfType<string>().Distinct(StringComparer.Ordinal)],
            HasOwnAccounts = units.All(unit => unit.Posted.All(posted => posted.Account == unit.Unit.Account)),
            Unsteady = units.Count < all.Count ? $"{all.Count - units.Count} of {all.Count} units of calm times failed"
                : other is null ? null
                : $"the units of calm times differ: one posted {Words(first.Posted)}, another {Words(other.Posted)}",
            Calls = first.Requests.Count,
        };
    }

    private static string Words(IEnumerable<PostedOperation> posted) => LedgerJudge.Counted(posted.Select(operation => operation.Kind));
}

/// <summary>Holds what is known of one operation of a unit of work.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Ratio">The amount as a multiple of the unit's amount; null when it is another one.</param>
/// <param name="Fixed">The amount that all units have; null when it is another one.</param>
internal sealed record LearnedOperation(string Kind, decimal? Ratio, decimal? Fixed)
{
    internal static LearnedOperation Of(string kind, IReadOnlyList<(decimal Unit, decimal Posted)> amounts)
    {
        // One unit alone shows no part: only the unit's own amount is one.
        var ratio = amounts[0].Posted / amounts[0].Unit;
        if ((amounts.Count > 1 || ratio == 1) && amounts.All(pair => IsNear(pair.Posted, pair.Unit * ratio)))
            return new LearnedOperation(kind, ratio, null);
        return amounts.All(pair => pair.Posted == amounts[0].Posted) ? new(kind, null, amounts[0].Posted) : new(kind, null, null);
    }

    /// <summary>The amount that a unit's operation should have; null when nobody knows.</summary>
    internal decimal? AmountIn(UnitOfWork unit) =>
        Fixed ?? (Ratio is { } ratio ? decimal.Round(unit.Amount * ratio, 2, MidpointRounding.ToEven) : null);

    internal bool Fits(PostedOperation posted, UnitOfWork unit) => string.Equals(Kind, posted.Kind, StringComparison.Ordinal)
        && (AmountIn(unit) is not { } amount || IsNear(posted.Amount, amount));

    /// <summary>A part of an amount is rounded to cents, one way or the other.</summary>
    private static bool IsNear(decimal a, decimal b) => Math.Abs(a - b) <= 0.01m;
}

/// <summary>Holds one unit of work as it was done.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Said">What the client said about it.</param>
/// <param name="Posted">What the ledger holds of it.</param>
/// <param name="Requests">The requests that came while it was done.</param>
internal sealed record DoneUnit(UnitOfWork Unit, Said Said, IReadOnlyList<PostedOperation> Posted, IReadOnlyList<SeenRequest> Requests);
