using System.CommandLine;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Traffic;

/// <summary>Shows what clients of the org do wrong, and ends with exit code 1 when it is bad enough: the gate of a CI job.</summary>
internal static class FindingsCommand
{
    /// <summary>The severities, the worst first.</summary>
    private static readonly string[] Severities = ["high", "medium", "low"];

    private static readonly Option<string?> Severity = Of("--severity", "Only findings of this severity");

    private static readonly Option<string?> Rule = new("--rule") { Description = "Only findings of this rule, as in double-post", HelpName = "rule" };

    private static readonly Option<string?> FailOn = Of("--fail-on", "Exit code 1 when a finding is as severe as this, or more");

    internal static Command Make() => new ToolCommand("findings", "Shows what clients do wrong: what it costs, the story, and what repairs it",
        "forceops findings",
        "forceops findings --fail-on high",
        "forceops findings --rule double-post --json") { Severity, Rule, FailOn }.Does(RunAsync);

    private static Option<string?> Of(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "severity" };
        option.AcceptOnlyFromAmong(Severities);
        return option;
    }

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
        var worst = call.Get(FailOn) is { } failOn ? Array.IndexOf(Severities, failOn) : -1;
        return findings.Exists(finding => Array.IndexOf(Severities, finding.Text("severity")) <= worst) ? ExitCode.No : ExitCode.Done;
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
                $"[{Colour(finding)}]{finding.Text("severity").Safe()}[/]", $"{finding.Whole("seen")}", finding.Text("id").Safe(),
                finding.Text("title").Safe());
        }
        screen.Table(table);
        foreach (var finding in findings)
            Tell(screen, finding);
    }

    /// <summary>Prints one finding as a story: what happened, what it costs, and what repairs it.</summary>
    private static void Tell(Screen screen, JsonElement finding)
    {
        screen.Line();
        screen.Line($"[{Colour(finding)}]{finding.Text("id").Safe()}[/]  {finding.Text("title").Safe()}");
        foreach (var evidence in finding.Items("evidence"))
        {
            var ids = string.Join("  ", new[]
            {
                evidence.Whole("request_id") is { } request ? $"request {request}" : "delivery",
                evidence.Whole("authorization_id") is { } authorization ? $"authorization {authorization}" : null,
                evidence.Text("tracking_id"),
            }.Where(id => id is not null));
            screen.Line($"  [grey]{Shown.TimeOfDay(evidence.Time("at"))}[/]  {evidence.Text("what").Safe()}  [grey]{ids.Safe()}[/]");
        }
        screen.Line($"  [grey]costs[/]    {finding.Text("why").Safe()}");
        screen.Line($"  [grey]repair[/]   {finding.Text("fix").Safe()}");
        screen.Line($"  [grey]more[/]     {finding.Text("docs").Safe()}");
    }

    private static string Colour(JsonElement finding) => finding.Text("severity") switch
    {
        "high" => "red",
        "medium" => "olive",
        _ => "grey",
    };
}
