using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Operations;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Traffic;

/// <summary>Makes one event of a kind happen, by the requests that a client would send.</summary>
internal static class TriggerCommand
{
    private static readonly Dictionary<string, Func<EventCause, Task>> Causes = new(StringComparer.Ordinal)
    {
        ["authorization-event"] = cause => cause.ForceAsync(),
        ["authorization-cancellation-event"] = async cause => await cause.CancelAsync(await cause.ForceAsync()),
        ["authorization-denied-event"] = cause => cause.DenyAsync(),
        ["change_available"] = cause => cause.ForceAsync(),
        ["creation"] = cause => cause.ForceAsync(),
        ["events"] = cause => cause.ForceAsync(),
        ["platform-authorization"] = cause => cause.PayAsync(),
        ["network-authorization"] = cause => cause.AuthorizeOnNetworkAsync(),
        ["status-change"] = cause => cause.ChangeStatusAsync(),
    };

    private static readonly Argument<string> Event = new("event") { Description = "The event_type", HelpName = "event" };

    private static readonly Option<long?> Account = new("--account") { Description = "The account; else a new one", HelpName = "id" };

    /// <summary>The events that can be made to happen, by their <c>event_type</c>.</summary>
    internal static IEnumerable<string> Events => Causes.Keys;

    internal static Command Make()
    {
        Event.AcceptOnlyFromAmong([.. Events]);
        return new ToolCommand("trigger", "Makes one event of a kind happen",
        [
            "forceops trigger change_available", "forceops trigger authorization-denied-event --account 1234", "",
            "The events:", .. Events.Select(name => $"  {name}"),
        ]) { Event, Account }.Does(RunAsync);
    }

    private static async Task<int> RunAsync(CommandCall call)
    {
        var (wanted, account) = (call.Get(Event), call.Get(Account) ?? Random.Shared.NextInt64(1_000_000_000, 9_999_999_999));
        var before = await call.Service.LastEventAsync(Path(account));
        await Causes[wanted](new EventCause(call.Service, account));
        var events = new List<JsonElement>();
        // A denial comes when its delay is over.
        for (var tries = 0; tries < 100 && !events.Exists(change => change.Has("event_type", wanted)); tries++)
        {
            if (tries > 0)
                await Task.Delay(100, call.Cancel);
            events = [.. (await call.Service.GetAsync($"{Path(account)}&after={before}")).Items("items")];
        }
        if (call.Screen.IsJson)
        {
            call.Screen.Json(events);
            return ExitCode.Done;
        }
        foreach (var change in events)
            EventLine.Print(call.Screen, change);
        return events.Exists(change => change.Has("event_type", wanted))
            ? ExitCode.Done
            : throw new ToolException($"No {wanted} came within 10 s. `forceops requests` shows what was answered.");
    }

    private static string Path(long account) => $"/sandbox/events?type=*&account={account}&limit=1000";
}

/// <summary>Sends the requests that make events happen to one account.</summary>
internal sealed class EventCause(ServiceClient service, long account)
{
    private const string CashInCode = "100001";

    internal async Task<long> ForceAsync() =>
        (await PostAsync(ForceCommand.Route, Body(ForceCommand.CreditCode))).Whole("authorization_id") ?? 0;

    internal Task CancelAsync(long id) => PostAsync(CancelCommand.ForceRoute, new JsonObject { ["authorization_id"] = id });

    internal async Task PayAsync()
    {
        // A payment opens no account.
        await SetAsync("active");
        await PostAsync("/payment-methods/v2/payments", Body(CashInCode));
    }

    internal Task AuthorizeOnNetworkAsync() => PostAsync("/sandbox/network-authorizations", new JsonObject
    {
        ["account_id"] = account, ["amount"] = 10, ["currency"] = "USD", ["network"] = "visa",
    });

    internal async Task ChangeStatusAsync()
    {
        await SetAsync("active");
        await SetAsync("blocked");
        await SetAsync("active");
    }

    /// <summary>Sends a transfer of more than the account has, which waits before it is decided.</summary>
    internal async Task DenyAsync()
    {
        var available = (await SetAsync("active")).Sum("available") ?? 0;
        var body = new JsonObject
        {
            ["from"] = new JsonArray(new JsonObject { ["account"] = new JsonObject { ["id"] = account } }),
            ["to"] = new JsonArray(new JsonObject
            {
                ["custom_info"] = new JsonObject { ["type"] = "WITHDRAWAL", ["external_id"] = "trigger" }, ["amount"] = Math.Max(0, available) + 10,
            }),
        };
        await service.ChangeAsync(
            HttpMethod.Post, TransferCommand.Route, body.ToJsonString(), account, ("x-forceops-fault", "delay=200ms"));
    }

    private JsonObject Body(string code) => new()
    {
        ["tracking_id"] = Guid.CreateVersion7().ToString(), ["account_id"] = account, ["amount"] = 10, ["processing_code"] = code,
    };

    private Task<JsonElement> SetAsync(string status) =>
        service.ChangeAsync(HttpMethod.Put, $"/sandbox/accounts/{account}", new JsonObject { ["status"] = status }.ToJsonString());

    private Task<JsonElement> PostAsync(string route, JsonObject body) => service.ChangeAsync(HttpMethod.Post, route, body.ToJsonString());
}
