namespace ForceOps.Benchmarks;

/// <summary>The latencies that are quoted of many, in milliseconds.</summary>
internal sealed record Latencies(double P50, double P99, double Max)
{
    internal static Latencies Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds];
        if (sorted.Length == 0)
            throw new BenchmarkException("Nothing was answered.");
        Array.Sort(sorted);
        return new Latencies(At(0.50), At(0.99), sorted[^1]);

        // Nearest rank: a latency that was really seen.
        double At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
