namespace ForceOps.Benchmarks;

/// <summary>What a load generator saw. Latencies in milliseconds.</summary>
internal sealed record LoadResult(long Answers, double Seconds, double P50, double P99, double? Max = null, long? Rows = null)
{
    /// <summary>The authorizations that the answers promise: one each, unless the generator says otherwise.</summary>
    internal long Promised => Rows ?? Answers;

    internal double PerSecond => Answers / Seconds;
}
