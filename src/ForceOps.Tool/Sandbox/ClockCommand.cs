using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Sandbox;

/// <summary>Shows and sets the org's clock.</summary>
internal static class ClockCommand
{
    private const string Route = "/sandbox/clock";

    private static readonly Argument<string> Time = new("time") { Description = "A time of RFC 3339, as in 2026-12-31T23:59:00Z" };

    private static readonly Argument<string?> TimeOrNow = new("time")
    {
        Description = "A time of RFC 3339; else the present one", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string> Distance = new("duration") { Description = "As in 30s, 1h30m, 2d, or PT1H" };

    private static readonly Argument<string> Offset = new("duration") { Description = "As in 2d, -1h, or -P1D" };

    internal static Command Make() => new ToolCommand("clock", "Shows and sets the org's clock", "forceops clock show",
        "forceops clock advance 1d", "forceops clock freeze 2026-12-31T23:59:59Z", "forceops clock real")
    {
        new ToolCommand("show", "Shows the org's time", "forceops clock show").Does(async call =>
            Show(call, await call.Service.GetAsync(Route))),
        new ToolCommand("set", "Lets the clock run on from a time", "forceops clock set 2026-12-31T23:59:00Z") { Time }
            .Does(call => PutAsync(call, new JsonObject { ["mode"] = "offset", ["now"] = call.Get(Time) })),
        new ToolCommand("offset", "Lets the clock run so far ahead of the real one", "forceops clock offset 2d", "forceops clock offset -- -1h") { Offset }
            .Does(call => PutAsync(call, new JsonObject { ["mode"] = "offset", ["offset"] = Duration.ToIso(call.Get(Offset)) })),
        new ToolCommand("freeze", "Stops the clock", "forceops clock freeze", "forceops clock freeze 2026-12-31T23:59:59Z") { TimeOrNow }
            .Does(call => PutAsync(call, call.Get(TimeOrNow) is { } time
                ? new JsonObject { ["mode"] = "frozen", ["now"] = time }
                : new JsonObject { ["mode"] = "frozen" })),
        new ToolCommand("advance", "Moves the clock forwards", "forceops clock advance 1h30m") { Distance }.Does(async call => Show(
            call, await call.Service.ChangeAsync(
                HttpMethod.Post, $"{Route}/advance", new JsonObject { ["by"] = Duration.ToIso(call.Get(Distance)) }.ToJsonString()))),
        new ToolCommand("real", "Lets the clock show the real time again", "forceops clock real")
            .Does(call => PutAsync(call, new JsonObject { ["mode"] = "real" })),
    };

    private static async Task<int> PutAsync(CommandCall call, JsonObject body) =>
        Show(call, await call.Service.ChangeAsync(HttpMethod.Put, Route, body.ToJsonString()));

    private static int Show(CommandCall call, System.Text.Json.JsonElement clock)
    {
        if (call.Screen.IsJson)
            call.Screen.Json(clock);
        else
        {
            call.Screen.Line($"{Shown.Time(clock.Time("now"))} UTC  [grey]{clock.Text("mode")}"
                + (clock.Text("offset") is { } offset ? $" {offset}" : "") + "[/]");
        }
        return ExitCode.Done;
    }
}

/// <summary>Reads durations as people write them, and passes on those of ISO 8601.</summary>
internal static partial class Duration
{
    private static readonly string[] Units = ["h", "m", "s"];

    internal static string ToIso(string text)
    {
        if (text.TrimStart('-').StartsWith('P'))
            return text;
        if (Words().Match(text) is not { Success: true } match || text.Trim('-').Length == 0)
            throw ToolException.Wrong($"{text} is no duration: write it as 30s, 1h30m or 2d.");
        var days = match.Groups["d"].Success ? $"{match.Groups["d"].Value}D" : "";
        var time = string.Concat(Units.Where(unit => match.Groups[unit].Success)
            .Select(unit => match.Groups[unit].Value + unit.ToUpperInvariant()));
        return $"{match.Groups["sign"].Value}P{days}{(time.Length > 0 ? "T" + time : "")}";
    }

    [GeneratedRegex(@"^(?<sign>-?)((?<d>\d+)d)?((?<h>\d+)h)?((?<m>\d+)m)?((?<s>\d+)s)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
