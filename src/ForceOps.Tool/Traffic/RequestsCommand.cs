using System.CommandLine;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Traffic;

/// <summary>Shows the request journal: what clients asked, what they were answered, and why they were refused.</summary>
internal static class RequestsCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Goes on with new requests until Ctrl+C" };

    private static readonly Option<string?> Status = new("--status") { Description = "Only this status, or this class as in 4xx", HelpName = "status" };

    private static readonly Option<string?> Route = new("--route") { Description = "Only this route, as the journal writes it", HelpName = "route" };

    private static readonly Option<string?> TrackingId = new("--tracking-id") { Description = "Only this operation", HelpName = "id" };

    private static readonly Option<int> Limit = new("--limit", "-n")
    {
        Description = "The newest requests to begin with", DefaultValueFactory = _ => 20, HelpName = "number",
    };

    internal static Command Make() => new ToolCommand("requests", "Shows what clients asked, and why they were refused",
        "forceops requests",
        "forceops requests --status 4xx",
        "forceops requests --follow --json") { Follow, Status, Route, TrackingId, Limit }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var path = Path(call);
        var newest = await call.Service.ListAsync(path, call.Get(Limit)).ToListAsync(call.Cancel);
        newest.Reverse();
        if (call.Screen.IsJson && !call.Get(Follow))
        {
            call.Screen.Json(newest);
            return ExitCode.Done;
        }
        if (newest.Count == 0 && !call.Get(Follow))
            call.Screen.Line("[grey]The journal has no such request. Send one: forceops force 1234 40.25[/]");
        Print(call.Screen, newest);
        return call.Get(Follow) ? await FollowAsync(call, path, newest.Count == 0 ? 0 : newest[^1].Whole("id")!.Value) : ExitCode.Done;
    }

    private static string Path(CommandCall call)
    {
        var filters = new[] { ("status", call.Get(Status)), ("route", call.Get(Route)), ("tracking_id", call.Get(TrackingId)) }
            .Where(filter => filter.Item2 is not null).Select(filter => $"{filter.Item1}={Uri.EscapeDataString(filter.Item2!)}").ToList();
        return "/sandbox/requests" + (filters.Count == 0 ? "" : $"?{string.Join('&', filters)}");
    }

    /// <summary>Asks for the newest requests again and again, until Ctrl+C: the journal is a list, newest first.</summary>
    private static async Task<int> FollowAsync(CommandCall call, string path, long last)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, call.Cancel);
                var fresh = await call.Service.ListAsync(path, limit: 1000)
                    .TakeWhile(item => item.Whole("id") > last).ToListAsync(call.Cancel);
                fresh.Reverse();
                Print(call.Screen, fresh);
                last = fresh.Count == 0 ? last : fresh[^1].Whole("id")!.Value;
            }
        }
        catch (OperationCanceledException) when (call.Cancel.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
    }

    private static void Print(Screen screen, List<JsonElement> requests)
    {
        foreach (var request in requests)
        {
            if (screen.IsJson)
            {
                screen.Text(Screen.Written(request));
                continue;
            }
            // What was answered 202 and denied in the end has an entry without a method.
            var route = request.Text("method") is not { } method ? "denied after its delay"
                : request.Text("route") is { } known ? $"{method} {known}" : $"{method} of no route";
            var status = request.Text("method") is null ? 202 : request.Whole("status");
            var sent = request.Member("request");
            var about = string.Join("  ", new[] { Number(sent, "account_id"), Party(sent, "from"), Party(sent, "to"), Number(sent, "amount") }.Where(text => text is not null));
            screen.Line($"[grey]{Shown.TimeOfDay(request.Time("time"))}[/]  {Shown.Status((int?)status)}  "
                + $"[grey]{request.Sum("duration_ms"),6:F1} ms[/]  {route.Safe()}  {about.Safe()}"
                + (request.Text("fault") is { } fault ? $"  [red]fault {fault.Safe()}[/]" : ""));
            if (RefusalText.Of(request) is { } why)
                screen.Line($"              [olive]{request.Member("answer")?.Text("code").Safe()}[/]  {why}");
        }
    }

    private static string? Party(JsonElement? sent, string side) =>
        sent?.Member(side) is { ValueKind: JsonValueKind.Object } party
        && party.EnumerateObject().FirstOrDefault() is { Name: { } kind } named
            ? $"{side} {(kind is "account" ? "" : kind)} {named.Value}".Replace("  ", " ", StringComparison.Ordinal).TrimEnd()
            : null;

    private static string? Number(JsonElement? sent, string name) => sent?.Member(name)?.GetRawText();
}
