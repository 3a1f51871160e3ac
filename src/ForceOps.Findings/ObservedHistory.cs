namespace ForceOps.Findings;

/// <summary>
/// Holds what was observed of one org: requests, deliveries and denials. Rules read nothing else, so that the same history has the same
/// findings, whoever asks. The order in which the requests are given makes no difference.
/// </summary>
public sealed class ObservedHistory
{
    private readonly Lazy<ILookup<string, ObservedRequest>> _tries;
    private readonly Lazy<IReadOnlyList<AskedOperation>> _operations;
    private readonly Lazy<Dictionary<RequestedMoney, AskedOperation[]>> _byMoney;
    private readonly Lazy<Dictionary<RequestedMoney, AskedOperation[]>> _byKnownMoney;
    private readonly Lazy<ILookup<string, ObservedDenial>> _denials;

    /// <param name="requests">The requests, in any order.</param>
    /// <param name="deliveries">The remarkable deliveries, in any order.</param>
    /// <param name="denials">The denials of operations that were accepted for later, in any order.</param>
    /// <param name="now">The present time, by the clock of the requests.</param>
    /// <param name="window">
    /// How long a client may take to come back, and how long two requests of the same money belong together.
    /// </param>
    public ObservedHistory(
        IEnumerable<ObservedRequest> requests, IEnumerable<ObservedDelivery> deliveries, IEnumerable<ObservedDenial> denials,
        DateTimeOffset now, TimeSpan window)
    {
        Requests = [.. requests.OrderBy(request => request.At).ThenBy(request => request.Id)];
        Deliveries = [.. deliveries.OrderBy(delivery => delivery.At).ThenBy(delivery => delivery.EventId, StringComparer.Ordinal)];
        Denials = [.. denials.OrderBy(denial => denial.At).ThenBy(denial => denial.RequestId)];
        (Now, Window) = (now, window);
        IsCalm = Denials.Count == 0 && Requests.All(request => request.IsCalm);
        _tries = new(() => Requests
            .Where(request => request is { Operation: not null, TrackingId: not null, Use: not TrackingIdUse.Different })
            .ToLookup(request => request.TrackingId!, StringComparer.Ordinal));
        _operations = new(MakeOperations);
        _byMoney = new(() => OperationsBy(money => money));
        _byKnownMoney = new(() => OperationsBy(money => money with { OnlyOf = null }));
        _denials = new(() => Denials.ToLookup(denial => denial.TrackingId, StringComparer.Ordinal));
    }

    /// <summary>The requests, the earliest first.</summary>
    public IReadOnlyList<ObservedRequest> Requests { get; }

    /// <summary>The deliveries, the earliest first.</summary>
    public IReadOnlyList<ObservedDelivery> Deliveries { get; }

    public IReadOnlyList<ObservedDenial> Denials { get; }

    public DateTimeOffset Now { get; }

    public TimeSpan Window { get; }

    /// <summary>True when every request was a plain success.</summary>
    internal bool IsCalm { get; }

    /// <summary>The operations that were asked for, in the order of their first tries.</summary>
    internal IReadOnlyList<AskedOperation> Operations => _operations.Value;

    /// <summary>
    /// Returns the other operations that ask for the same money and came later than a time, within the window from then on, in the order of
    /// their first tries.
    /// </summary>
    internal IEnumerable<AskedOperation> SameMoneyAs(AskedOperation asked, DateTimeOffset after) => asked.Money is { } money
        ? Later(_byMoney.Value[money], asked, after).TakeWhile(other => other.First.At - after <= Window)
        : [];

    /// <summary>
    /// Returns the other operations that came later than a time and perhaps ask for the same money: all that is known of it is equal.
    /// </summary>
    internal IEnumerable<AskedOperation> PerhapsSameMoneyAs(AskedOperation asked, DateTimeOffset after) => asked.Money is { } money
        ? Later(_byKnownMoney.Value[money with { OnlyOf = null }], asked, after)
        : [];

    private Dictionary<RequestedMoney, AskedOperation[]> OperationsBy(Func<RequestedMoney, RequestedMoney> key) =>
        Operations.Where(asked => asked.Money is not null).GroupBy(asked => key(asked.Money!)).ToDictionary(
            group => group.Key, group => group.ToArray());

    /// <summary>Looks for the first later one by halves, because a busy client moves the same money thousands of times.</summary>
    private static IEnumerable<AskedOperation> Later(AskedOperation[] operations, AskedOperation asked, DateTimeOffset after)
    {
        var (low, high) = (0, operations.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = operations[middle].First.At > after ? (low, middle) : (middle + 1, high);
        }
        for (; low < operations.Length; low++)
        {
            if (!ReferenceEquals(operations[low], asked))
                yield return operations[low];
        }
    }

    /// <summary>Returns the denials of the operation with the tracking id.</summary>
    internal IEnumerable<ObservedDenial> DenialsOf(string? trackingId) => trackingId is null ? [] : _denials.Value[trackingId];

    /// <summary>
    /// Puts the tries of each operation together. A request without a tracking id is an operation of its own, since nothing connects it
    /// with another one; and so is one that took the tracking id of another operation.
    /// </summary>
    private IReadOnlyList<AskedOperation> MakeOperations()
    {
        var alone = Requests.Where(request => request.Operation is not null
            && (request.TrackingId is null || request.Use == TrackingIdUse.Different)).Select(request => new AskedOperation([request]));
        return [.. _tries.Value.Select(tries => new AskedOperation([.. tries])).Concat(alone)
            .OrderBy(asked => asked.First.At).ThenBy(asked => asked.First.Id)];
    }
}

/// <summary>Holds the tries of one operation, the earliest first: requests of money with the same tracking id.</summary>
internal sealed class AskedOperation(IReadOnlyList<ObservedRequest> tries)
{
    internal IReadOnlyList<ObservedRequest> Tries { get; } = tries;

    internal ObservedRequest First => Tries[0];

    internal ObservedRequest Last => Tries[^1];

    internal string Kind => First.Operation!;

    internal string? TrackingId => First.TrackingId;

    internal RequestedMoney? Money { get; } = tries.Select(request => request.Money).FirstOrDefault(money => money is not null);

    /// <summary>True when the client was told how the operation ended.</summary>
    internal bool IsConcluded => Tries.Any(request => request.IsConclusive);

    internal bool IsCommitted => Tries.Any(request => request.IsCommitted);

    /// <summary>True when the operation is done, will be done, or may be done.</summary>
    internal bool MayCount => Tries.Any(request => request.MayCount);
}

/// <summary>Says whether two requests are parts of the same unit of the client's work.</summary>
internal enum SameWork
{
    Yes,
    No,
    Unknown,
}

/// <summary>Compares the units of work of requests.</summary>
internal static class WorkComparison
{
    /// <summary>
    /// Compares two requests. Equal correlation ids mean the same work; different ones mean nothing, since many clients make one for each
    /// call.
    /// </summary>
    internal static SameWork With(this ObservedRequest request, ObservedRequest other)
    {
        if (request.Work is { } work && other.Work is { } otherWork)
            return string.Equals(work, otherWork, StringComparison.Ordinal) ? SameWork.Yes : SameWork.No;
        return request.Cid is { } cid && string.Equals(cid, other.Cid, StringComparison.Ordinal) ? SameWork.Yes : SameWork.Unknown;
    }
}
