using System.Text;

namespace ForceOps.Api.Tests.Attack;

/// <summary>Writes what became of the zoo for the documentation: a line for each client, a column for each scenario.</summary>
internal static class ZooTable
{
    /// <summary>Of several seeds, the worst verdict counts: the last one of these.</summary>
    private const string Signs = "·✓?✗";

    internal static string Of(IReadOnlyList<ZooRun> runs)
    {
        var judged = runs.Where(run => run.IsJudged).ToList();
        var scenarios = judged.SelectMany(run => run.Verdicts).Select(verdict => verdict.Name).Distinct(StringComparer.Ordinal).ToList();
        var text = new StringBuilder();
        text.AppendLine("| client | does | named |" + string.Concat(scenarios.Select((_, i) => $" {i + 1} |")));
        text.AppendLine("| --- | --- | --- |" + string.Concat(scenarios.Select(_ => " :-: |")));
        foreach (var client in judged.GroupBy(run => run.Client))
        {
            var verdicts = client.SelectMany(run => run.Verdicts).ToLookup(
                verdict => verdict.Name, verdict => SignOf(verdict.Verdict), StringComparer.Ordinal);
            var named = client.SelectMany(run => run.Rules).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            text.AppendLine($"| {client.Key.Name} | {client.Key.Does} | {string.Join(", ", named.Select(rule => $"`{rule}`"))} |"
                + string.Concat(scenarios.Select(scenario => $" {verdicts[scenario].DefaultIfEmpty('·').MaxBy(sign => Signs.IndexOf(sign))} |")));
        }
        text.AppendLine().AppendLine("✗ harmed, ✓ survived, · not exercised, ? inconclusive. "
            + string.Join(", ", scenarios.Select((scenario, i) => $"{i + 1} `{scenario}`")) + ".");
        return text.ToString();
    }

    private static char SignOf(string verdict) => verdict switch
    {
        "harmed" => '✗',
        "survived" => '✓',
        "not_exercised" => '·',
        _ => '?',
    };
}
