using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Bulk;

/// <summary>
/// Sends a load at a fixed rate, whatever the answers take: as many clients would, who do not know of each other. A slow service meets
/// the same rate and shows in the latencies, which count from the moment at which a request was due.
/// </summary>
internal static class LoadCommand
{
    private static readonly Option<int> Rate = new("--rate")
    {
        Description = "Requests a second", DefaultValueFactory = _ => 200, HelpName = "number",
    };

    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long", DefaultValueFactory = _ => 10, HelpName = "number" };

    private static readonly Option<int> Accounts = new("--accounts")
    {
        Description = "Over so many accounts", DefaultValueFactory = _ => 100, HelpName = "number",
    };

    private static readonly Option<string> Mix = new("--mix")
    {
        Description = "What is sent, by weight: force, debit, cancel, transfer", DefaultValueFactory = _ => "force=1", HelpName = "kind=n,...",
    };

    internal static Command Make() => new ToolCommand("load", "Sends a load, and shows rate, latencies and refusals",
        "forceops load",
        "forceops load --rate 1000 --seconds 30 --accounts 10",
        "forceops load --mix force=80,cancel=10,transfer=10 --json") { Rate, Seconds, Accounts, Mix }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var (rate, seconds, accounts) = (call.Get(Rate), call.Get(Seconds), call.Get(Accounts));
        if (rate is < 1 or > 100_000 || seconds is < 1 or > 86_400 || accounts < 1)
            throw ToolException.Wrong("--rate is 1 to 100000, --seconds 1 to 86400, --accounts 1 or more.");
        var load = new OpenLoad(call.Service, ReadMix(call.Get(Mix)!), rate, TimeSpan.FromSeconds(seconds), accounts);
        await call.Screen.ProgressAsync($"{rate}/s for {seconds} s", bar => load.RunAsync(bar, call.Cancel));
        var kinds = load.Results();
        if (call.Screen.IsJson)
            call.Screen.Json(JsonSerializer.SerializeToElement(AsJson(load, kinds, rate)));
        else
            Show(call.Screen, load, kinds);
        return kinds.Sum(kind => kind.Failed) == 0 ? ExitCode.Done : ExitCode.No;
    }

    private static void Show(Screen screen, OpenLoad load, IReadOnlyList<KindResult> kinds)
    {
        var table = Tables.Of("KIND", ">SENT", ">PER SECOND", ">P50 MS", ">P99 MS", ">MAX MS", ">REFUSED", ">FAILED");
        foreach (var kind in kinds.Count > 1 ? kinds.Append(KindResult.Sum("all", kinds)) : kinds)
        {
            table.Add(kind.Kind, $"{kind.Sent}", $"{kind.Sent / load.Took.TotalSeconds:F0}", $"{kind.Quantile(0.5):F1}", $"{kind.Quantile(0.99):F1}",
                $"{kind.Quantile(1):F1}", kind.Refused == 0 ? "0" : $"[olive]{kind.Refused}[/]", kind.Failed == 0 ? "0" : $"[red]{kind.Failed}[/]");
        }
        screen.Table(table);
        var codes = kinds.SelectMany(kind => kind.Codes).GroupBy(code => code.Key, StringComparer.Ordinal)
            .Select(code => $"{code.Key} {code.Sum(item => item.Value)}").ToList();
        if (codes.Count > 0)
            screen.Line($"\n[grey]Refused:[/] {string.Join(", ", codes).Safe()}");
        // A hundredth is what any machine has that does something else too.
        if (load.Late * 100 > kinds.Sum(kind => kind.Sent))
            screen.Note($"{load.Late} requests were sent more than 10 ms late: this machine cannot keep the rate.");
    }

    private static object AsJson(OpenLoad load, IReadOnlyList<KindResult> kinds, int rate) => new
    {
        rate, seconds = Math.Round(load.Took.TotalSeconds, 3), late = load.Late,
        kinds = kinds.Append(KindResult.Sum("all", kinds)).Select(kind => new
        {
            kind = kind.Kind, sent = kind.Sent, per_second = Math.Round(kind.Sent / load.Took.TotalSeconds, 1), refused = kind.Refused,
            failed = kind.Failed, p50_ms = Math.Round(kind.Quantile(0.5), 3), p99_ms = Math.Round(kind.Quantile(0.99), 3),
            max_ms = Math.Round(kind.Quantile(1), 3), codes = kind.Codes,
        }),
    };

    private static List<(string Kind, int Weight)> ReadMix(string text)
    {
        var mix = new List<(string, int)>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=') is not [var kind, var weight] || !OpenLoad.Kinds.Contains(kind, StringComparer.Ordinal)
                || !int.TryParse(weight, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                throw ToolException.Wrong($"{part} is no part of a mix: write it as force=80, with {string.Join(", ", OpenLoad.Kinds)}.");
            mix.Add((kind, number));
        }
        return mix.Count > 0 ? mix : throw ToolException.Wrong("--mix is empty: write it as force=80,cancel=20.");
    }
}
