namespace ForceOps.Benchmarks;

/// <summary>The middle of some figures: one disturbed run does not move it.</summary>
internal static class Median
{
    internal static double Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures];
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Null when a run has no such figure.</summary>
    internal static double? Of(IEnumerable<double?> figures)
    {
        double?[] all = [.. figures];
        return all.Contains(null) ? null : Of(all.Select(figure => figure!.Value));
    }
}
