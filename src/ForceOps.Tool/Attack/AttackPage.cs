using System.Net;
using System.Text;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Attack;

/// <summary>Writes an attack as one page of HTML that needs nothing beside it: summary, table, stories.</summary>
internal sealed class AttackPage(AttackReport report)
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--back:#fff;--card:#f6f8fa;--bad:#b3261e;--mid:#8a5a00;--good:#11692f}
        @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--back:#0d1117;--card:#151b23;--bad:#ff8a80;--mid:#e3b341;--good:#56d364}}
        *{box-sizing:border-box}body{margin:0 auto;max-width:66rem;padding:1.5rem 1rem 4rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--back)}
        h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2.5rem 0 .75rem}h3{font-size:1rem;margin:0}
        p{margin:.25rem 0}.soft{color:var(--soft)}.bad{color:var(--bad)}.mid{color:var(--mid)}.good{color:var(--good)}
        .tiles{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0;padding:0;list-style:none}.tiles li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.5rem 1rem}
        .tiles b{display:block;font-size:1.6rem;line-height:1.2}.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}td:first-child,td:nth-child(2){white-space:nowrap}a{color:inherit}
        @media(max-width:40rem){thead{display:none}tr{display:grid;grid-template-columns:1fr auto;border-bottom:1px solid var(--line);padding:.25rem 0}
        td{border:0;padding:0}td:last-child{grid-column:1/-1;color:var(--soft)}}
        article{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:.5rem;padding:1rem;margin:0 0 1rem}
        article.mild{border-left-color:var(--line)}ol{margin:.5rem 0;padding-left:1.25rem}code{font:.85em/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
        pre{overflow-x:auto;background:var(--back);border:1px solid var(--line);border-radius:.375rem;padding:.5rem .75rem;margin:.5rem 0 0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem .75rem;margin:.5rem 0}dd{margin:0}dt{color:var(--soft)}
        """;

    private readonly StringBuilder _text = new();

    internal string Text()
    {
        var result = report.Result;
        _text.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append($"<title>ForceOps attack, seed {report.Seed}</title><style>{Style}</style></head><body>\n<main>")
            .Append("<h1>What your client does when answers are lost, late or doubled</h1>")
            .Append($"<p class=\"soft\"><code>{Safe(report.Drive)}</code> · seed {report.Seed} · {result.Took.TotalSeconds:0.#} s · one unit of work is {Safe(LedgerJudge.Counted(result.Lesson.Operations.Select(learned => learned.Kind)))}</p>\n");
        Tiles();
        Table();
        foreach (var harmed in result.Scenarios.Where(scenario => scenario.Verdict == Verdict.Harmed))
            Story(harmed);
        if (report.Habits is { Count: > 0 } habits)
        {
            _text.Append("<h2>Habits</h2><p class=\"soft\">What the client does whatever happens.</p>\n");
            foreach (var finding in habits)
                FindingOf(finding, isAlone: true);
        }
        return _text.Append("</main></body></html>\n").ToString();
    }

    private void Tiles()
    {
        _text.Append("<ul class=\"tiles\">");
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            _text.Append($"<li><b class=\"{ClassOf(verdict)}\">{report.Result.Scenarios.Count(scenario => scenario.Verdict == verdict)}</b>")
                .Append($"{AttackDisplay.WordOf(verdict)}</li>");
        }
        _text.Append("</ul>\n");
    }

    private void Table()
    {
        _text.Append("<div class=\"wide\"><table><thead><tr><th>scenario</th><th>verdict</th><th>why</th></tr></thead><tbody>\n");
        foreach (var scenario in report.Result.Scenarios)
        {
            var name = scenario.Verdict == Verdict.Harmed ? $"<a href=\"#{scenario.Scenario.Name}\">{scenario.Scenario.Name}</a>" : scenario.Scenario.Name;
            _text.Append($"<tr><td>{name}</td><td class=\"{ClassOf(scenario.Verdict)}\">{AttackDisplay.WordOf(scenario.Verdict)}</td><td>{Safe(scenario.Why)}</td></tr>\n");
        }
        _text.Append("</tbody></table></div>\n");
    }

    private void Story(ScenarioResult scenario)
    {
        _text.Append($"<h2 id=\"{scenario.Scenario.Name}\">{scenario.Scenario.Name}</h2><p class=\"soft\">{Safe(scenario.Scenario.What)}</p>\n<article>");
        foreach (var difference in scenario.Differences)
            _text.Append($"<p class=\"{(difference.Severity is "high" ? "bad" : "mid")}\">{Safe(difference.What)}</p>");
        foreach (var finding in scenario.Findings)
            FindingOf(finding, isAlone: false);
        if (scenario.Story.Count > 0)
            _text.Append($"<details><summary>All requests of the scenario</summary><pre><code>{Safe(string.Join('\n', scenario.Story))}</code></pre></details>");
        _text.Append($"<pre><code>{Safe(report.Reproduce(scenario.Scenario))}</code></pre></article>\n");
    }

    private void FindingOf(JsonElement finding, bool isAlone)
    {
        if (isAlone)
            _text.Append("<article class=\"mild\">");
        _text.Append($"<h3><span class=\"{ClassOf(finding.Text("severity"))}\">{Safe(finding.Text("id"))}</span> {Safe(finding.Text("title"))}</h3><ol>");
        foreach (var evidence in finding.Items("evidence"))
        {
            var request = evidence.Whole("request_id") is { } id ? $" <span class=\"soft\">request {id}</span>" : "";
            _text.Append($"<li><code>{Shown.TimeOfDay(evidence.Time("at"))}</code> {Safe(evidence.Text("what"))}{request}</li>");
        }
        _text.Append($"</ol><dl><dt>costs</dt><dd>{Safe(finding.Text("why"))}</dd><dt>repair</dt><dd>{Safe(finding.Text("fix"))}</dd></dl>");
        if (isAlone)
            _text.Append("</article>\n");
    }

    private static string ClassOf(Verdict verdict) => verdict switch
    {
        Verdict.Survived => "good",
        Verdict.Harmed => "bad",
        Verdict.NotExercised => "soft",
        Verdict.Inconclusive => "mid",
    };

    private static string ClassOf(string? severity) => severity switch
    {
        "high" => "bad",
        "medium" => "mid",
        _ => "soft",
    };

    private static string Safe(string? text) => WebUtility.HtmlEncode(text ?? "");
}
