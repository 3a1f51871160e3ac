using System.CommandLine;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Traffic;

/// <summary>Shows what clients of the org do wrong, and ends with exit code 1 when it is bad enough: the gate of a CI job.</summary>
internal static class FindingsCommand
{
    private static readonly Option<string?> Severity = Severities.OptionOf("--severity", "Only findings of this severity");

    private static readonly Option<string?> Rule = new("--rule") { Description = "Only findings of this rule, as in double-post", HelpName = "rule" };

    private static readonly Option<string?> FailOn = Severities.OptionOf("--fail-on", "Exit code 1 when a finding is as severe as this, or more");

    internal static Command Make() => new ToolCommand("findings", "Shows what clients do wrong: what it costs, the story, and what repairs it",
        "forceops findings",
        "forceops findings --fail-on high",
        "forceops findings --rule double-post --json") { Severity, Rule, FailOn }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var filters = new[] { ("severity", call.Get(Severity)), ("rule", call.Get(Rule)) }.Where(filter => filter.Item2 is not null)
            .Select(filter => $"{filter.Item1}={Uri.EscapeDataString(filter.Item2!)}").ToList();
        var answer = await call.Service.GetAsync("/sandbox/findings" + (filters.Count == 0 ? "" : $"?{string.Join('&', filters)}"));
        var findings = answer.Items("items").ToList();
        if (call.Screen.IsJson)
            call.Screen.Json(findings);
        else
            Print(call.Screen, findings);
        return Severities.Reach(findings.Select(finding => finding.Text("severity")), call.Get(FailOn)) ? ExitCode.No : ExitCode.Done;
    }

    private static void Print(Screen screen, List<JsonElement> findings)
    {
        if (findings.Count == 0)
        {
            screen.Line("[green]No finding.[/] [grey]Nothing that the clients of this org did so far would cost money.[/]");
            return;
        }
        var table = Tables.Of("SEVERITY", ">SEEN", "ID", "WHAT");
        foreach (var finding in findings)
        {
            table.Add(
                $"[{Severities.ColourOf(finding.Text("severity"))}]{finding.Text("severity").Safe()}[/]", $"{finding.Whole("seen")}", finding.Text("id").Safe(),
                finding.Text("title").Safe());
        }
        screen.Table(table);
        foreach (var finding in findings)
        {
            screen.Line();
            FindingStory.Print(screen, finding);
        }
    }
}
