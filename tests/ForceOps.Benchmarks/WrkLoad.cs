using System.Globalization;
using System.Text.RegularExpressions;

namespace ForceOps.Benchmarks;

/// <summary>Forces over HTTP, driven by wrk: each connection sends its next request when the last one was answered.</summary>
internal sealed partial class WrkLoad(Uri url, Tool wrk, string scriptPath) : ILoad
{
    public required string Name { get; init; }

    public string? Denominator { get; init; }

    public string? Database => UsesService ? ServiceUnderTest.DatabaseName : null;

    // wrk cuts its connections off at the end, whatever is under way on them; of the mixed load's requests one may store two rows.
    public int Unanswered => Mix is null ? Connections : 2 * Connections;

    public bool UsesService { get; init; } = true;

    internal required int Connections { get; init; }

    internal bool Hot { get; init; }

    /// <summary>For <c>mixed.lua</c> only, which is told what to send and counts what came back: "mixed" or "forces".</summary>
    internal string? Mix { get; init; }

    internal static Tool FindWrk() => Tool.Find(
        "wrk", "Debian and Ubuntu: apt-get install wrk; macOS: brew install wrk; else https://github.com/wg/wrk.");

    public async Task<LoadResult> RunAsync(int seconds, CancellationToken stop)
    {
        // A long timeout: a slow answer is to be measured, not to be counted as an error.
        string[] arguments =
        [
            "-t1", $"-c{Connections}", $"-d{seconds}s", "--timeout", "60s", "--latency", "-s", scriptPath, url.ToString(),
            .. Hot ? ["--", "hot"] : Array.Empty<string>(), .. Mix is { } mix ? ["--", mix] : Array.Empty<string>(),
        ];
        var output = await wrk.RunAsync(arguments, environment: null, stop);
        var counted = Mix is null ? null : MixedAnswers.Read(Name, output, Connections);
        // wrk speaks of these only when there were any.
        if (counted is null && (output.Contains(
            "Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal)))
            throw new BenchmarkException($"{Name}: not every force was accepted.\n{output}");
        if (Summary().Match(output) is not { Success: true } summary)
            throw new BenchmarkException($"wrk said something unexpected:\n{output}");
        return new LoadResult(
            long.Parse(summary.Groups["answers"].ValueSpan), Milliseconds(summary.Groups["seconds"].Value) / 1000,
            Milliseconds(summary.Groups["p50"].Value), Milliseconds(summary.Groups["p99"].Value), Mixed: counted);
    }

    /// <summary>"850.00us", "1.25ms", "10.05s", "1.00m".</summary>
    private static double Milliseconds(string text)
    {
        var digits = text.TrimEnd('u', 'm', 's', 'h');
        var value = double.Parse(digits, CultureInfo.InvariantCulture);
        return text[digits.Length..] switch
        {
            "us" => value / 1000,
            "ms" => value,
            "s" => value * 1000,
            "m" => value * 60_000,
            "h" => value * 3_600_000,
            var unit => throw new BenchmarkException($"wrk gave a time in {unit}."),
        };
    }

    [GeneratedRegex(
        @"^\s+50%\s+(?<p50>\S+).*^\s+99%\s+(?<p99>\S+)\s+(?<answers>\d+) requests in (?<seconds>[^,]+),",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Summary();
}
