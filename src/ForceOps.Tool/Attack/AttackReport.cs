using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Attack;

/// <summary>Writes what an attack found: JSON and JUnit's XML for programs, a page for people.</summary>
internal sealed class AttackReport(AttackResult result, string drive, string commandLine, int seed, string? org)
{
    internal AttackResult Result => result;

    internal int Seed => seed;

    internal string Drive => drive;

    /// <summary>Findings of the whole run that no scenario has shown: habits, and what calm times show too.</summary>
    internal IReadOnlyList<JsonElement> Habits =>
        [.. result.Findings.Where(finding => !result.Scenarios.Any(scenario => scenario.Findings.Any(shown => shown.Has("id", finding.Text("id")))))];

    /// <summary>How severe everything is that was found.</summary>
    internal IEnumerable<string?> Severities => result.Scenarios.SelectMany(scenario => scenario.Differences
        .Select(difference => difference.Severity).Concat(scenario.Findings.Select(finding => finding.Text("severity"))))
        .Concat(result.Findings.Select(finding => finding.Text("severity")));

    /// <summary>Returns the line that plays one scenario again.</summary>
    internal string Reproduce(Scenario scenario) => Scenario.Find(scenario.Name) is null
        ? $"{commandLine} --seed {seed}"
        : $"{commandLine} --seed {seed} --scenario {scenario.Name}";

    internal string Html() => new AttackPage(this).Text();

    internal JsonElement Json() => JsonSerializer.SerializeToElement(new
    {
        seed,
        org,
        drive,
        seconds = Math.Round(result.Took.TotalSeconds, 1),
        unit = new
        {
            operations = result.Lesson.Operations.Select(learned => new
            {
                kind = learned.Kind, amount = learned.Fixed, part_of_amount = learned.Ratio,
            }),
            routes = result.Lesson.Routes,
            calls = result.Lesson.Calls,
        },
        scenarios = result.Scenarios.Select(scenario => new
        {
            name = scenario.Scenario.Name,
            what = scenario.Scenario.What,
            verdict = WordOf(scenario.Verdict),
            why = scenario.Why,
            seconds = Math.Round(scenario.Took.TotalSeconds, 2),
            units = scenario.Units,
            struck = scenario.Struck,
            differences = scenario.Differences.Select(difference => new
            {
                kind = difference.Kind.ToString().ToLowerInvariant(), severity = difference.Severity, what = difference.What,
                ids = difference.Ids,
            }),
            findings = scenario.Findings,
            story = scenario.Story,
            reproduce = Reproduce(scenario.Scenario),
        }),
        findings = result.Findings,
        verdicts = Enum.GetValues<Verdict>().ToDictionary(
            WordOf, verdict => result.Scenarios.Count(scenario => scenario.Verdict == verdict), StringComparer.Ordinal),
        reproduce = $"{commandLine} --seed {seed}",
    });

    /// <summary>Writes JUnit's XML: a scenario is a test case, harm a failure, and what was not met or not clear is skipped.</summary>
    internal string Junit()
    {
        var cases = result.Scenarios.Select(scenario => new XElement("testcase",
            new XAttribute("classname", "forceops.attack"), new XAttribute("name", scenario.Scenario.Name),
            new XAttribute("time", scenario.Took.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)),
            scenario.Verdict switch
            {
                Verdict.Harmed => new XElement("failure", new XAttribute("message", Clean(scenario.Why)), Clean(string.Join('\n', LinesOf(scenario)))),
                Verdict.NotExercised or Verdict.Inconclusive =>
                    new XElement("skipped", new XAttribute("message", Clean($"{AttackDisplay.WordOf(scenario.Verdict)}: {scenario.Why}"))),
                Verdict.Survived => null,
            })).ToList();
        var suite = new XElement("testsuite", new XAttribute("name", $"forceops attack --seed {seed}"), new XAttribute("tests", cases.Count),
            new XAttribute("failures", result.Scenarios.Count(scenario => scenario.Verdict == Verdict.Harmed)), new XAttribute("errors", 0),
            new XAttribute("skipped", result.Scenarios.Count(scenario => scenario.Verdict is Verdict.NotExercised or Verdict.Inconclusive)),
            new XAttribute("time", result.Took.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)), cases);
        return new XDocument(new XDeclaration("1.0", "utf-8", null), new XElement("testsuites", suite)).Declaration + "\n" + suite.Parent;
    }

    /// <summary>Returns the story of a scenario that harmed the client, line by line.</summary>
    internal IEnumerable<string> LinesOf(ScenarioResult scenario) =>
    [
        scenario.Scenario.What,
        .. scenario.Differences.Select(difference => difference.What),
        .. scenario.Findings.SelectMany(finding => finding.Items("evidence").Select(evidence => evidence.Text("what")!)
            .Prepend($"{finding.Text("id")}: {finding.Text("title")}").Append($"Costs: {finding.Text("why")}").Append($"Repair: {finding.Text("fix")}")),
        .. scenario.Story,
        $"Again: {Reproduce(scenario.Scenario)}",
    ];

    private static string WordOf(Verdict verdict) => AttackDisplay.WordOf(verdict).Replace(' ', '_');

    /// <summary>Drops what XML has no place for, as a command may have printed it.</summary>
    private static string Clean(string text) => string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar));
}
