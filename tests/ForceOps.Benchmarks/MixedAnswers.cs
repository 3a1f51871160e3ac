using System.Text.RegularExpressions;

namespace ForceOps.Benchmarks;

/// <summary>What <c>reference/mixed.lua</c> counted at its end: answers by the kind of their request, and what was asked for.</summary>
internal sealed partial record MixedAnswers(long Forces, long Cancels, long Transfers, long Repeats, long Other)
{
    /// <summary>A transfer between accounts is two authorizations, and a repeat is none.</summary>
    internal long Rows => Forces + Cancels + 2 * Transfers;

    /// <param name="load">The name to complain with.</param>
    /// <param name="output">All that wrk printed.</param>
    /// <param name="unanswered">Requests that may be cut off when the load ends.</param>
    internal static MixedAnswers Read(string load, string output, int unanswered)
    {
        var counted = Counted().Matches(output).ToDictionary(
            match => match.Groups["what"].Value, match => long.Parse(match.Groups["count"].ValueSpan), StringComparer.Ordinal);
        if (counted.Count != 8 || output.Contains("Socket errors", StringComparison.Ordinal))
            throw new BenchmarkException($"{load}: wrk said something unexpected:\n{output}");
        var answers = new MixedAnswers(counted["forces"], counted["cancels"], counted["transfers"], counted["repeats"], counted["other"]);
        if (answers.Other > 0)
            throw new BenchmarkException($"{load}: {answers.Other} answers are not what their requests must get.\n{output}");
        // A repeat that is answered 409 looks as a new force would that is refused so: only the number tells.
        if (!Fits(answers.Cancels, "sent_cancels") || !Fits(answers.Transfers, "sent_transfers") || !Fits(answers.Repeats, "sent_repeats"))
            throw new BenchmarkException($"{load}: the answers do not fit to what was asked.\n{output}");
        return answers;

        bool Fits(long answered, string sent) => answered <= counted[sent] && counted[sent] - answered <= unanswered;
    }

    [GeneratedRegex(@"^counted (?<what>\w+) (?<count>\d+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counted();
}
