namespace ForceOps.Benchmarks;

/// <summary>What a load generator saw. Latencies in milliseconds.</summary>
internal sealed record LoadResult(long Answers, double Seconds, double P50, double P99, double? Max = null)
{
    internal double PerSecond => Answers / Seconds;
}
