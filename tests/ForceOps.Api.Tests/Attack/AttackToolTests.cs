using System.Text.Json;
using System.Xml.Linq;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tool;
using ForceOps.Tool.Attack;

namespace ForceOps.Api.Tests.Attack;

/// <summary>
/// The command <c>attack</c>: how clients are driven, what is reported, and what cannot be run. The zoo shows what it finds.
/// </summary>
public sealed class AttackToolTests(SharedService shared) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("forceops-attack-").FullName;

    /// <summary>A client as people write it in an hour: each try is another operation.</summary>
    private string Careless(Tenant tenant) => Script("careless.sh", $$"""
        for try in 1 2 3; do
          id=$(cat /proc/sys/kernel/random/uuid 2> /dev/null || uuidgen)
          curl -sf -o /dev/null {{tenant.Service.Url}}payments/v1/payments/force -H 'content-type: application/json' -H 'x-tenant: {{tenant.Org}}' \
            -d "{\"tracking_id\":\"$id\",\"account_id\":$1,\"amount\":$2,\"processing_code\":\"090907\"}" && exit 0
        done
        exit 1
        """);

    [Fact]
    public async Task A_client_driven_by_a_command_is_told_its_mistake_and_what_plays_it_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A script of Unix.");
        await using var tenant = shared.NewTenant();
        var (page, junit, json) = (In("attack.html"), In("attack.xml"), In("attack.json"));
        var drive = $"sh {Careless(tenant)} {{{{account}}}} {{{{amount}}}}";

        var run = await tenant.ToolAsync("attack", "--drive", drive, "--seed", "17", "--scenario", "lost-answer-after-commit",
            "--scenario", "lost-answer-before-commit", "--scenario", "token-expires", "--patience", "600ms",
            "--report", page, "--junit", junit, "--json", json);

        Assert.True(run.ExitCode == 1, run.Output + run.Error);
        Assert.Contains("double-post.force", run.Output);
        Assert.Contains("--seed 17 --scenario lost-answer-after-commit", run.Output);
        var found = JsonDocument.Parse(await File.ReadAllTextAsync(json)).RootElement;
        var scenarios = found.GetProperty("scenarios").EnumerateArray().ToDictionary(one => one.Text("name")!, StringComparer.Ordinal);
        Assert.Equal(["calm", "lost-answer-after-commit", "lost-answer-before-commit", "token-expires", "calm-again"], scenarios.Keys);
        Assert.Equal("survived", scenarios["calm"].Text("verdict"));
        Assert.Equal("harmed", scenarios["lost-answer-after-commit"].Text("verdict"));
        var difference = Assert.Single(scenarios["lost-answer-after-commit"].GetProperty("differences").EnumerateArray());
        Assert.Matches(@"^expected 1 force of \d+\.\d\d, found 2 \(authorizations \d+, \d+\)$", difference.Text("what"));
        Assert.Equal("not_exercised", scenarios["token-expires"].Text("verdict"));
        // Nothing was posted by the lost one, so the ledger is right by luck; the client could not know.
        Assert.Equal("double-post", scenarios["lost-answer-before-commit"].GetProperty("findings")[0].Text("rule"));
        var suite = XDocument.Load(junit).Root!.Element("testsuite")!;
        Assert.Equal(("5", "2", "1"), ((string?)suite.Attribute("tests"), (string?)suite.Attribute("failures"), (string?)suite.Attribute("skipped")));
        var html = await File.ReadAllTextAsync(page);
        Assert.Contains("<h2 id=\"lost-answer-after-commit\">", html);
        Assert.DoesNotContain("http://", html[..html.IndexOf("</style>", StringComparison.Ordinal)]);
        Assert.Empty((await tenant.GetAsync("/sandbox/faults")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_test_suite_can_be_the_drive()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A script of Unix.");
        await using var tenant = shared.NewTenant();

        var run = await tenant.ToolAsync(
            "attack", "--while", $"sh {Careless(tenant)} 7 12.50", "--scenario", "cut-body", "--scenario", "accepted-then-denied",
            "--patience", "600ms", "--json");

        Assert.Equal(1, run.ExitCode);
        var scenarios = run.Json.GetProperty("scenarios").EnumerateArray().ToDictionary(one => one.Text("name")!, StringComparer.Ordinal);
        Assert.Equal("harmed", scenarios["cut-body"].Text("verdict"));
        Assert.Contains("expected 1 force of 12.50, found 2", scenarios["cut-body"].Text("why"));
        Assert.Contains("does not take the account", scenarios["accepted-then-denied"].Text("why"));
    }

    [Theory]
    [InlineData("An attack needs one way to make the client work")]
    [InlineData("lost-answr is no scenario", "--drive", "true", "--scenario", "lost-answr")]
    [InlineData("--slow 10 is no time", "--drive", "true", "--slow", "10")]
    [InlineData("cannot be read", "--drive-http", "no-such-file.http")]
    [InlineData("is no address", "--drive", "true", "--webhook-url", "localhost:5000")]
    [InlineData("false exit code 1: , although nothing went wrong", "--drive", "false")]
    [InlineData("and the org has no operation of it. Does the client call", "--drive", "true", "--patience", "100ms")]
    public async Task What_cannot_be_run_is_said_in_one_sentence_with_the_way_out(string said, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Commands of Unix.");
        await using var tenant = shared.NewTenant();

        var run = await tenant.ToolAsync(["attack", .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task The_list_and_the_document_name_every_scenario()
    {
        var list = (await ToolRun.OfAsync("attack", "--scenario", "list")).Done().Output;

        var document = await File.ReadAllTextAsync(Path.Combine(ProgramRun.Root, "docs", "attack.md"));
        Assert.All(Scenario.All, scenario => Assert.Contains(scenario.Name, list));
        Assert.All(Scenario.All, scenario => Assert.Contains($"| `{scenario.Name}` | {scenario.What} |", document));
        Assert.InRange(Scenario.All.Count, 22, 100);
        Assert.Equal(Scenario.All.Count, Scenario.All.Select(scenario => scenario.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_seed_says_amounts_and_strikes_whatever_else_is_played()
    {
        var (one, other) = (new AttackPlan(3, 100), new AttackPlan(3, 900));
        other.Unit("outage", 0);

        Assert.Equal(one.Unit("cut-body", 1).Amount, other.Unit("cut-body", 1).Amount);
        Assert.NotEqual(one.Unit("cut-body", 1).Amount, new AttackPlan(4, 100).Unit("cut-body", 1).Amount);
        Assert.NotEqual(one.Unit("cut-body", 1).Account, one.Unit("cut-body", 1).Account);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    private string Script(string name, string text)
    {
        File.WriteAllText(In(name), text.ReplaceLineEndings("\n"));
        return In(name);
    }
}
