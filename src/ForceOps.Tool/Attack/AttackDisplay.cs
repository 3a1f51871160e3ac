using ForceOps.Tool.Output;
using ForceOps.Tool.Traffic;
using Spectre.Console;

namespace ForceOps.Tool.Attack;

/// <summary>Shows an attack to people: a table that fills while it runs, and what was found in the end.</summary>
internal static class AttackDisplay
{
    private const int BarWidth = 40;

    /// <summary>The lines that are no result: heads, an empty one, the bar, two for what is played, the counts, one to spare.</summary>
    private const int LinesBeside = 7;

    /// <summary>Runs an attack; on a terminal a table with a progress bar shows it, elsewhere each scenario has its line.</summary>
    internal static async Task<AttackResult> WhileAsync(
        Screen screen, AttackOptions options, bool isSilent, Func<Action<Scenario, IReadOnlyList<ScenarioResult>>, Task<AttackResult>> run)
    {
        if (isSilent)
            return await run((_, _) => { });
        // The calm times before and after are played too.
        var total = options.Scenarios.Count + 2;
        if (screen.IsLively)
            return await screen.LiveAsync(show => run((scenario, results) => show(Picture(scenario, results, total, screen.Lines))));
        var printed = 0;
        var result = await run((_, results) =>
        {
            foreach (var ended in results.Skip(printed))
                screen.Line(Line(ended));
            printed = results.Count;
        });
        foreach (var ended in result.Scenarios.Skip(printed))
            screen.Line(Line(ended));
        return result;
    }

    /// <summary>Prints what harmed the client, as stories, and the summary.</summary>
    internal static void Print(Screen screen, AttackReport report)
    {
        if (screen.IsLively)
            screen.Table(TableOf(report.Result.Scenarios));
        foreach (var harmed in report.Result.Scenarios.Where(result => result.Verdict == Verdict.Harmed))
            Tell(screen, harmed, report);
        foreach (var finding in report.Habits)
        {
            screen.Line();
            FindingStory.Print(screen, finding, isBrief: true);
        }
        screen.Line();
        screen.Line(Summary(report));
    }

    private static string Summary(AttackReport report) =>
        $"{Counts(report.Result.Scenarios)}  [grey]in {report.Result.Took.TotalSeconds:0.#} s, seed {report.Seed}[/]";

    private static string Counts(IEnumerable<ScenarioResult> results)
    {
        var counts = results.GroupBy(result => result.Verdict).ToDictionary(group => group.Key, group => group.Count());
        var words = new List<string>();
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            if (counts.TryGetValue(verdict, out var count))
                words.Add($"[{ColourOf(verdict)}]{count} {WordOf(verdict)}[/]");
        }
        return string.Join(", ", words);
    }

    private static void Tell(Screen screen, ScenarioResult harmed, AttackReport report)
    {
        screen.Line();
        screen.Line($"[red]{harmed.Scenario.Name.Safe()}[/]  {harmed.Scenario.What.Safe()}");
        foreach (var difference in harmed.Differences)
            screen.Line($"  [red]{difference.Kind.ToString().ToLowerInvariant()}[/]  {difference.What.Safe()}");
        foreach (var finding in harmed.Findings)
            FindingStory.Print(screen, finding, "  ", isBrief: true);
        if (harmed.Findings.Count == 0)
        {
            foreach (var line in harmed.Story)
                screen.Line($"  [grey]{line.Safe()}[/]");
        }
        screen.Line($"  [grey]again[/]    {report.Reproduce(harmed.Scenario).Safe()}");
    }

    private static Rows Picture(Scenario scenario, IReadOnlyList<ScenarioResult> results, int total, int lines)
    {
        var done = BarWidth * results.Count / total;
        // A picture that is higher than the terminal would lose its end, which is what moves.
        var hidden = Math.Max(0, results.Count - Math.Max(1, lines - LinesBeside));
        return new Rows(
            TableOf([.. results.Skip(hidden)]), new Text(""),
            new Markup($"[green]{new string('━', done)}[/][grey]{new string('━', BarWidth - done)}[/] {results.Count}/{total}  {scenario.Name.Safe()}"),
            new Markup($"[grey]{scenario.What.Safe()}[/]"), new Markup(Counts(results)));
    }

    private static Table TableOf(IReadOnlyList<ScenarioResult> results)
    {
        var table = Tables.Of("SCENARIO", "VERDICT", "WHY");
        foreach (var result in results)
            table.Add(result.Scenario.Name.Safe(), $"[{ColourOf(result.Verdict)}]{WordOf(result.Verdict)}[/]", result.Why.Safe());
        return table;
    }

    private static string Line(ScenarioResult result) =>
        $"{result.Scenario.Name.PadRight(26).Safe()}[{ColourOf(result.Verdict)}]{WordOf(result.Verdict).PadRight(15)}[/]{result.Why.Safe()}";

    internal static string WordOf(Verdict verdict) => verdict switch
    {
        Verdict.Survived => "survived",
        Verdict.Harmed => "harmed",
        Verdict.NotExercised => "not exercised",
        Verdict.Inconclusive => "inconclusive",
    };

    private static string ColourOf(Verdict verdict) => verdict switch
    {
        Verdict.Survived => "green",
        Verdict.Harmed => "red",
        Verdict.NotExercised => "grey",
        Verdict.Inconclusive => "olive",
    };
}
