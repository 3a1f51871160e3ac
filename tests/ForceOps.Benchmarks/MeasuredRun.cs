namespace ForceOps.Benchmarks;

/// <summary>
/// One run of one load: what the generator saw, how many rows it left, and what it cost. Raw data: each becomes a line of JSON.
/// </summary>
internal sealed record MeasuredRun(string Load, string? Denominator, int Round, LoadResult Result, long Rows, long Commits, CpuTime? Cpu)
{
    internal double PerSecond => Result.PerSecond;

    /// <summary>How many postings share one commit, and so its round trips, its statements and its wait for the disk.</summary>
    internal double? RowsPerCommit => Commits > 0 ? (double)Rows / Commits : null;

    internal double? ServiceMicroseconds => PerRequest(Cpu?.Service);

    internal double? PostgresMicroseconds => PerRequest(Cpu?.Postgres);

    internal double? GeneratorMicroseconds => PerRequest(Cpu?.Generator);

    /// <summary>The share of the machine's cores that something else took.</summary>
    internal double? OthersShare => Cpu is { } cpu ? cpu.Others / (Result.Seconds * Environment.ProcessorCount) : null;

    // By rows and not by answers: what was under way when the load ended was worked for too. Where a request may leave no row or two,
    // that is less than what counting rows would distort.
    private double? PerRequest(double? seconds) => seconds * 1_000_000 / (Result.Mixed is null ? Rows : Result.Answers);
}
