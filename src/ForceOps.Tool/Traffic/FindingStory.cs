using System.CommandLine;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Traffic;

/// <summary>Prints a finding as a story: what happened, what it costs, and what repairs it.</summary>
internal static class FindingStory
{
    /// <param name="isBrief">True to leave out the ids and where more is told.</param>
    internal static void Print(Screen screen, JsonElement finding, string indent = "", bool isBrief = false)
    {
        screen.Line($"{indent}[{Severities.ColourOf(finding.Text("severity"))}]{finding.Text("id").Safe()}[/]  {finding.Text("title").Safe()}");
        foreach (var evidence in finding.Items("evidence"))
        {
            screen.Line($"{indent}  [grey]{Shown.TimeOfDay(evidence.Time("at"))}[/]  {evidence.Text("what").Safe()}"
                + (isBrief ? "" : $"  [grey]{IdsOf(evidence).Safe()}[/]"));
        }
        screen.Line($"{indent}  [grey]costs[/]    {finding.Text("why").Safe()}");
        screen.Line($"{indent}  [grey]repair[/]   {finding.Text("fix").Safe()}");
        if (!isBrief)
            screen.Line($"{indent}  [grey]more[/]     {finding.Text("docs").Safe()}");
    }

    private static string IdsOf(JsonElement evidence) => string.Join("  ", new[]
    {
        evidence.Whole("request_id") is { } request ? $"request {request}" : "delivery",
        evidence.Whole("authorization_id") is { } authorization ? $"authorization {authorization}" : null,
        evidence.Text("tracking_id"),
    }.Where(id => id is not null));
}

/// <summary>Knows how severe findings can be.</summary>
internal static class Severities
{
    /// <summary>The severities, the worst first.</summary>
    private static readonly string[] All = ["high", "medium", "low"];

    /// <summary>Makes an option that takes a severity.</summary>
    internal static Option<string?> OptionOf(string name, string description, string? standard = null)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "severity" };
        // The help shows a default where there is a factory, even if it makes none.
        if (standard is not null)
            option.DefaultValueFactory = _ => standard;
        option.AcceptOnlyFromAmong(All);
        return option;
    }

    /// <summary>Returns true when one of the severities is a given one or worse; never when none is given.</summary>
    internal static bool Reach(IEnumerable<string?> severities, string? given) =>
        given is not null && severities.Any(severity => Array.IndexOf(All, severity) <= Array.IndexOf(All, given));

    internal static string ColourOf(string? severity) => severity switch
    {
        "high" => "red",
        "medium" => "olive",
        _ => "grey",
    };
}
