namespace ForceOps.Benchmarks;

/// <summary>
/// One run of one load: what the generator saw, how many rows it left, and what it cost. Raw data: each becomes a line of JSON.
/// </summary>
internal sealed record MeasuredRun(string Load, string? Denominator, int Round, LoadResult Result, long Rows, CpuTime? Cpu)
{
    internal double PerSecond => Result.PerSecond;

    internal double? ServiceMicroseconds => PerRow(Cpu?.Service);

    internal double? PostgresMicroseconds => PerRow(Cpu?.Postgres);

    internal double? GeneratorMicroseconds => PerRow(Cpu?.Generator);

    /// <summary>The share of the machine's cores that something else took.</summary>
    internal double? OthersShare => Cpu is { } cpu ? cpu.Others / (Result.Seconds * Environment.ProcessorCount) : null;

    // By rows and not by answers: what was under way when the load ended was worked for too.
    private double? PerRow(double? seconds) => seconds * 1_000_000 / Rows;
}
