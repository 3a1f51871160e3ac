namespace ForceOps.Postgres.Writing;

/// <summary>Where to cut a batch in which somebody is at fault. The second half is empty when there is nothing to cut.</summary>
internal static class BatchHalves
{
    /// <summary>When one operation is at fault, any of them may be.</summary>
    internal static (IReadOnlyList<PendingOperation> One, IReadOnlyList<PendingOperation> Other) InTheMiddle(IReadOnlyList<PendingOperation> batch) =>
        ([.. batch.Take((batch.Count + 1) / 2)], [.. batch.Skip((batch.Count + 1) / 2)]);

    /// <summary>When a row is locked, those who need the same rows stay together: two hundred callers of one account are one trouble.</summary>
    internal static (IReadOnlyList<PendingOperation> One, IReadOnlyList<PendingOperation> Other) ByRows(IReadOnlyList<PendingOperation> batch)
    {
        var groups = batch.GroupBy(RowsOf, StringComparer.Ordinal).ToList();
        var half = (groups.Count + 1) / 2;
        return ([.. groups.Take(half).SelectMany(group => group)], [.. groups.Skip(half).SelectMany(group => group)]);
    }

    private static string RowsOf(PendingOperation pending)
    {
        var needs = new Needs();
        needs.Add(pending.Operation);
        return $"{string.Join(' ', needs.Accounts)}|{string.Join(' ', needs.CanceledIds)}|{string.Join(' ', needs.CanceledTrackingIds)}";
    }
}
