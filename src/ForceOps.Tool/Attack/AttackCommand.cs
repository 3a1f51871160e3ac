using System.CommandLine;
using System.Globalization;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;
using ForceOps.Tool.Traffic;

namespace ForceOps.Tool.Attack;

/// <summary>
/// Attacks a client: makes go wrong what goes wrong in production, one thing after the other, and says what the client does about it.
/// </summary>
internal static class AttackCommand
{
    private static readonly Option<string?> Command = new("--drive")
    {
        Description = "Shell command that makes the client do one unit of work; exit code 0 says that it is done", HelpName = "command",
    };

    private static readonly Option<string?> HttpFilePath = new("--drive-http")
    {
        Description = "File of HTTP requests that make the client do one unit of work; 2xx says that it is done", HelpName = "file.http",
    };

    private static readonly Option<string?> While = new("--while")
    {
        Description = "The client's own test suite: one run of it is one unit of work", HelpName = "command",
    };

    private static readonly Option<int> Seed = new("--seed") { Description = "Amounts and struck operations follow from it", DefaultValueFactory = _ => 1, HelpName = "number" };

    private static readonly Option<string[]> Only = new("--scenario")
    {
        Description = "Only this scenario; may be repeated. `--scenario list` shows all", HelpName = "name", AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<string?> WebhookUrl = new("--webhook-url") { Description = "The client's receiver of webhooks", HelpName = "address" };

    private static readonly Option<string?> WebhookSecret = new("--webhook-secret") { Description = "The secret that the receiver checks", HelpName = "whsec_" };

    private static readonly Option<string?> Believes = new("--believes")
    {
        Description = "Address or command that tells the balance that the client believes in, with {{account}} in it", HelpName = "source",
    };

    private static readonly Option<string> Slow = Time("--slow", "Latency that is longer than the client waits", "10s");
    private static readonly Option<string> Patience = Time("--patience", "How long a unit may stay unfinished after its drive came back", "3s");
    private static readonly Option<string> Budget = Time("--budget", "Time after which no further scenario begins", "10m");
    private static readonly Option<string> UnitTime = Time("--unit-time", "Time within which the drive must come back; a test suite has ten minutes", "30s");

    private static readonly Option<string?> FailOn =
        Severities.OptionOf("--fail-on", "Exit code 1 when something is as severe as this, or more", standard: "high");

    private static readonly Option<string?> Report = new("--report") { Description = "Writes a page for people", HelpName = "file.html" };
    private static readonly Option<string?> Junit = new("--junit") { Description = "Writes JUnit's XML: a scenario is a test case", HelpName = "file.xml" };

    // It hides the option that all commands have, because here the JSON may go to a file.
    private static readonly Option<string?> Json = new("--json")
    {
        Description = "Writes JSON for programs, to a file or in place of the output", HelpName = "file.json", Arity = ArgumentArity.ZeroOrOne,
    };

    internal static Command Make() => new ToolCommand(
        "attack", "Attacks a client: loses, delays and doubles what it is sent, and says what it does wrong",
        "forceops attack --drive-http pay.http --report attack.html",
        "forceops attack --drive \"./pay.sh {{account}} {{amount}}\" --seed 17 --scenario lost-answer-after-commit",
        "forceops attack --while \"npm test\" --fail-on medium --junit attack.xml",
        "forceops attack --drive-http pay.http --webhook-url http://127.0.0.1:5000/webhooks --believes http://127.0.0.1:5000/balance/{{account}}")
    {
        Command, HttpFilePath, While, Seed, Only, WebhookUrl, WebhookSecret, Believes, Slow, Patience, UnitTime, Budget, FailOn, Report,
        Junit, Json,
    }.Does(RunAsync);

    private static Option<string> Time(string name, string description, string standard) =>
        new(name) { Description = description, DefaultValueFactory = _ => standard, HelpName = "time" };

    private static async Task<int> RunAsync(CommandCall call)
    {
        if (call.Get(Only) is [.., "list"])
        {
            List(call.Screen);
            return ExitCode.Done;
        }
        using var drive = DriveOf(call);
        using var belief = call.Get(Believes) is { } source ? new Belief(source) : null;
        var options = new AttackOptions
        {
            Scenarios = ScenariosOf(call.Get(Only) ?? []), Slow = TimeOf(call, Slow), Patience = TimeOf(call, Patience),
            Budget = TimeOf(call, Budget),
            IsSuite = call.Get(While) is not null, WebhookUrl = AddressOf(call), WebhookSecret = call.Get(WebhookSecret), Belief = belief,
        };
        var seed = call.Get(Seed);
        var plan = new AttackPlan(seed, AttackPlan.FreshAccount(TimeProvider.System.GetUtcNow()));
        var isJson = call.Has(Json) && call.Get(Json) is null;
        var result = await AttackDisplay.WhileAsync(call.Screen, options, isJson, telling =>
            new AttackRun(new AttackedOrg(call.Service), drive, plan, options, call.Cancel) { Telling = telling }.RunAsync());
        var report = new AttackReport(result, drive.Words, CommandLine(call), seed, call.Service.Org);
        await WriteAsync(call.Get(Report), report.Html);
        await WriteAsync(call.Get(Junit), report.Junit);
        await WriteAsync(call.Get(Json), () => Screen.Written(report.Json(), isIndented: true));
        if (isJson)
            call.Screen.Json(report.Json());
        else
            AttackDisplay.Print(call.Screen, report);
        return Severities.Reach(report.Severities, call.Get(FailOn)) ? ExitCode.No : ExitCode.Done;
    }

    private static Uri? AddressOf(CommandCall call)
    {
        if (call.Get(WebhookUrl) is not { } text)
            return null;
        return NearbyHttp.AddressOf(text)
            ?? throw ToolException.Wrong($"--webhook-url {text} is no address; write it as http://127.0.0.1:5000/webhooks.");
    }

    private static Drive DriveOf(CommandCall call)
    {
        var drives = new[] { call.Get(Command), call.Get(HttpFilePath), call.Get(While) };
        if (drives.Count(given => given is not null) != 1)
            throw ToolException.Wrong("An attack needs one way to make the client work: --drive COMMAND, --drive-http FILE, or --while COMMAND.");
        var unit = TimeOf(call, UnitTime);
        return drives switch
        {
            [{ } command, _, _] => new CommandDrive(command) { Patience = unit },
            [_, { } file, _] => new HttpDrive(file) { Patience = unit },
            _ => new CommandDrive(drives[2]!) { Patience = call.Has(UnitTime) ? unit : TimeSpan.FromMinutes(10) },
        };
    }

    private static IReadOnlyList<Scenario> ScenariosOf(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => Scenario.Find(name) is null) is { } wrong)
            throw ToolException.Wrong($"{wrong} is no scenario. `forceops attack --scenario list` shows all.");
        return names.Count == 0 ? Scenario.All : [.. Scenario.All.Where(scenario => names.Contains(scenario.Name, StringComparer.Ordinal))];
    }

    private static void List(Screen screen)
    {
        var table = Tables.Of("SCENARIO", "WHAT HAPPENS");
        foreach (var scenario in Scenario.All)
            table.Add(scenario.Name, scenario.What.Safe());
        screen.Table(table);
    }

    /// <summary>Reads a time as 500ms, 10s or 2m.</summary>
    private static TimeSpan TimeOf(CommandCall call, Option<string> option)
    {
        var text = call.Get(option)!;
        var (digits, unit) = text switch
        {
            [.. var number, 'm', 's'] => (number, TimeSpan.FromMilliseconds(1)),
            [.. var number, 's'] => (number, TimeSpan.FromSeconds(1)),
            [.. var number, 'm'] => (number, TimeSpan.FromMinutes(1)),
            _ => (text, TimeSpan.Zero),
        };
        return unit > TimeSpan.Zero && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= 1_000_000
            ? count * unit
            : throw ToolException.Wrong($"{option.Name} {text} is no time; write it as 500ms, 10s or 2m.");
    }

    private static string CommandLine(CommandCall call)
    {
        var parts = new List<string> { "forceops attack" };
        foreach (var (name, value) in new[]
        {
            ("--drive", call.Get(Command)), ("--drive-http", call.Get(HttpFilePath)), ("--while", call.Get(While)), ("--believes", call.Get(Believes)),
            ("--webhook-url", call.Get(WebhookUrl)), ("--url", call.Has(GlobalOptions.Url) ? call.Get(GlobalOptions.Url) : null),
            ("--org", call.Has(GlobalOptions.Org) ? call.Get(GlobalOptions.Org) : null), ("--slow", call.Has(Slow) ? call.Get(Slow) : null),
            ("--patience", call.Has(Patience) ? call.Get(Patience) : null),
        })
        {
            if (value is not null)
                parts.Add($"{name} {(value.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:".Contains(letter, StringComparison.Ordinal)) ? value : $"'{value}'")}");
        }
        return string.Join(' ', parts);
    }

    private static async Task WriteAsync(string? path, Func<string> text)
    {
        if (path is not null)
            await File.WriteAllTextAsync(path, text());
    }
}
