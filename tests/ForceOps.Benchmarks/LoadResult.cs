namespace ForceOps.Benchmarks;

/// <summary>What a load generator saw. Latencies in milliseconds.</summary>
internal sealed record LoadResult(long Answers, double Seconds, double P50, double P99, double? Max = null, MixedAnswers? Mixed = null)
{
    /// <summary>The authorizations that the answers promise: one each, but for mixed loads.</summary>
    internal long Promised => Mixed?.Rows ?? Answers;

    internal double PerSecond => Answers / Seconds;
}
