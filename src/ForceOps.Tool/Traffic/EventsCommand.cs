using System.CommandLine;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Traffic;

/// <summary>Shows the org's events, as a list or while they happen, and forwards them to an address.</summary>
internal static class EventsCommand
{
    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Goes on with new events until Ctrl+C" };

    private static readonly Option<string?> Webhook = new("--webhook")
    {
        Description = "Forwards each new event to this address, signed by Standard Webhooks", HelpName = "address",
    };

    private static readonly Option<string?> Secret = new("--secret")
    {
        Description = "The secret of the signatures, whsec_ and Base64; else a new one", HelpName = "secret",
    };

    private static readonly Option<string[]> Types = new("--type")
    {
        Description = "Only these types, repeated or with commas; else all of them", HelpName = "type", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<long?> Account = new("--account") { Description = "Only the events of this account", HelpName = "id" };

    private static readonly Option<int> Limit = new("--limit", "-n")
    {
        Description = "The most events of a list, oldest first", DefaultValueFactory = _ => 100, HelpName = "number",
    };

    private static readonly Option<int?> Seconds = new("--seconds") { Description = "Ends the stream after this time", HelpName = "number" };

    internal static Command Make()
    {
        Types.CompletionSources.Add([.. TriggerCommand.Events]);
        return new ToolCommand("events", "Shows events, and forwards them",
            "forceops events",
            "forceops events --follow --type change_available",
            "forceops events --webhook http://localhost:3000/hooks")
        {
            Follow, Webhook, Secret, Types, Account, Limit, Seconds,
        }.Does(RunAsync);
    }

    private static async Task<int> RunAsync(CommandCall call)
    {
        var filter = $"type={Uri.EscapeDataString(call.Get(Types) is { Length: > 0 } types ? string.Join(',', types) : "*")}"
            + (call.Get(Account) is { } account ? $"&account={account}" : "");
        if (call.Get(Follow) || call.Get(Webhook) is not null)
            return await FollowAsync(call, filter);
        var events = await call.Service.ListAsync($"/sandbox/events?{filter}", call.Get(Limit)).ToListAsync(call.Cancel);
        if (call.Screen.IsJson)
        {
            call.Screen.Json(events);
            return ExitCode.Done;
        }
        if (events.Count == 0)
            call.Screen.Line("[grey]Nothing has happened yet. Make it: forceops trigger change_available[/]");
        foreach (var change in events)
            EventLine.Print(call.Screen, change);
        return ExitCode.Done;
    }

    private static async Task<int> FollowAsync(CommandCall call, string filter)
    {
        using var forwarder = call.Get(Webhook) is { } address ? new EventForwarder(address, call.Get(Secret)) : null;
        if (forwarder is not null)
            call.Screen.Note($"Forwarding to {call.Get(Webhook)}. The secret of the signatures: {forwarder.Secret}");
        else if (call.Screen.IsTerminal)
            call.Screen.Note("Waiting for events. Ctrl+C ends it.");
        try
        {
            using var stream = await call.Service.StreamAsync(
                $"/sandbox/events/stream?{filter}" + (call.Get(Seconds) is { } seconds ? $"&seconds={seconds}" : ""));
            while (await stream.ReadLineAsync(call.Cancel) is { } line)
            {
                if (!line.StartsWith("data: ", StringComparison.Ordinal))
                    continue;
                // The bytes of the line are those of the event: a signature must be over them and no others.
                var body = line["data: ".Length..];
                var delivered = forwarder is null ? null : await forwarder.SendAsync(body, call.Cancel);
                EventLine.Print(call.Screen, JsonElement.Parse(body), delivered);
            }
        }
        catch (OperationCanceledException) when (call.Cancel.IsCancellationRequested)
        {
            // Ctrl+C is how it ends.
        }
        return ExitCode.Done;
    }
}

/// <summary>Prints one event on one line.</summary>
internal static class EventLine
{
    /// <param name="delivered">What the receiver answered; null when there is none.</param>
    internal static void Print(Screen screen, JsonElement change, string? delivered = null)
    {
        if (screen.IsJson)
        {
            screen.Text(Screen.Written(change));
            return;
        }
        var data = change.Member("data") ?? default;
        var type = change.Text("event_type")!;
        var colour = type.Contains("denied", StringComparison.Ordinal) ? "red"
            : type.Contains("cancel", StringComparison.Ordinal) ? "olive" : type is "change_available" ? "teal" : "green";
        var amount = data.Sum("amount") ?? data.Sum("principal_amount")
            ?? data.Items("amount").Select(item => item.Sum("value")).FirstOrDefault();
        var currency = data.Member("authorization")?.Text("destination_currency") ?? data.Text("currency");
        var about = string.Join("  ", new[]
        {
            data.Whole("account_id") is { } account ? $"account {account}" : null,
            data.Text("operation_type")?.ToLowerInvariant(), data.Text("category"), amount is null ? null : Shown.Money(amount, currency),
            currency, data.Text("denial_code"), data.Member("new_status")?.Text("status"),
        }.Where(text => text is not null));
        screen.Line($"[grey]{Shown.TimeOfDay(change.Time("timestamp"))}[/]  [{colour}]{type}[/]  {about.Safe()}"
            + (delivered is null ? "" : $"  [grey]→[/] {delivered}"));
    }
}
