using System.Text;

namespace ForceOps.Benchmarks;

/// <summary>
/// The table to paste, in Markdown. A ratio is taken within each round, between runs that were minutes apart at most, and the median
/// is taken of the ratios: what slows the whole machine for a while falls out.
/// </summary>
internal static class ResultTable
{
    internal static string Of(IReadOnlyList<MeasuredRun> runs)
    {
        var table = new StringBuilder()
            .AppendLine("| load | per second | ratio | to | p50 ms | p99 ms | max ms | CPU µs: service | PostgreSQL | generator | postings per commit |")
            .AppendLine("| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var load in runs.GroupBy(run => run.Load, StringComparer.Ordinal))
        {
            table.AppendLine(
                $"| {load.Key} | {Median.Of(load.Select(run => run.PerSecond)):0} | {Shown(Ratio(load, runs), "0.00")} "
                + $"| {load.First().Denominator ?? "-"} | {Median.Of(load.Select(run => run.Result.P50)):0.00} "
                + $"| {Median.Of(load.Select(run => run.Result.P99)):0.00} | {Shown(Median.Of(load.Select(run => run.Result.Max)), "0.0")} "
                + $"| {Cost(load, run => run.ServiceMicroseconds)} | {Cost(load, run => run.PostgresMicroseconds)} "
                + $"| {Cost(load, run => run.GeneratorMicroseconds)} "
                + $"| {Shown(Median.Of(load.Select(run => run.RowsPerCommit)), "0.0")} |");
        }
        return table.ToString();
    }

    private static double? Ratio(IEnumerable<MeasuredRun> load, IReadOnlyList<MeasuredRun> runs) =>
        Median.Of(load.Select(run => runs.FirstOrDefault(other =>
            other.Round == run.Round && string.Equals(other.Load, run.Denominator, StringComparison.Ordinal)) is { } denominator
            ? run.PerSecond / denominator.PerSecond
            : (double?)null));

    private static string Cost(IEnumerable<MeasuredRun> load, Func<MeasuredRun, double?> figure) =>
        Shown(Median.Of(load.Select(figure)) is > 0 and var cost ? cost : null, "0");

    private static string Shown(double? figure, string format) => figure?.ToString(format) ?? "-";
}
