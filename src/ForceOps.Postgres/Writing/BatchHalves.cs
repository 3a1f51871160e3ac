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
        List<List<PendingOperation>> groups = batch[0].Delayed is null
            ? [.. batch.GroupBy(RowsOf, StringComparer.Ordinal).Select(group => group.ToList())]
            : Connected(batch);
        var half = (groups.Count + 1) / 2;
        return ([.. groups.Take(half).SelectMany(group => group)], [.. groups.Skip(half).SelectMany(group => group)]);
    }

    /// <summary>
    /// Delayed operations that share an account, be it through a third one, stay together: what is due on one account is posted in the
    /// order of acceptance, so a later one must not go on while an earlier one waits.
    /// </summary>
    private static List<List<PendingOperation>> Connected(IReadOnlyList<PendingOperation> batch)
    {
        var groups = new List<(HashSet<long> Accounts, List<PendingOperation> Operations)>();
        foreach (var pending in batch)
        {
            var (first, second) = pending.Delayed!.Accounts;
            HashSet<long> accounts = [first, second ?? first];
            var met = groups.FindAll(group => group.Accounts.Overlaps(accounts));
            groups.RemoveAll(met.Contains);
            foreach (var group in met)
                accounts.UnionWith(group.Accounts);
            groups.Add((accounts, [.. met.SelectMany(group => group.Operations).Append(pending).OrderBy(one => one.Delayed!.Id)]));
        }
        return groups.ConvertAll(group => group.Operations);
    }

    private static string RowsOf(PendingOperation pending)
    {
        var needs = new Needs();
        needs.Add(pending.Operation);
        return $"{string.Join(' ', needs.Accounts)}|{string.Join(' ', needs.CanceledIds)}|{string.Join(' ', needs.CanceledTrackingIds)}";
    }
}
