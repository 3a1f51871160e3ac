using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Operations;

/// <summary>Tells the story of one operation from top to bottom: requests, posting, movements, cancellations, events, deliveries.</summary>
internal static class OperationStory
{
    private const int WideColumns = 100;

    /// <summary>Shows the story of an authorization; of a tracking id that posted nothing, the requests that named it.</summary>
    internal static async Task<int> ShowAsync(CommandCall call, JsonElement? authorization, string name)
    {
        var trackingId = authorization?.Text("tracking_id") ?? name;
        var requests = await call.Service.ListAsync($"/sandbox/requests?tracking_id={Uri.EscapeDataString(trackingId)}").ToListAsync(call.Cancel);
        requests.Reverse();
        if (authorization is null && requests.Count == 0)
        {
            throw new ToolException($"The org knows nothing of {name}. The journal keeps the newest requests only; "
                + "`forceops requests` shows them.");
        }
        var events = authorization is { } posted ? await EventsAsync(call, posted) : [];
        var deliveries = await DeliveriesAsync(call, events);
        if (call.Screen.IsJson)
        {
            call.Screen.Json(JsonSerializer.SerializeToElement(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["authorization"] = authorization, ["requests"] = requests, ["events"] = events,
                ["deliveries"] = deliveries.Select(item => new { webhook = item.Webhook, delivery = item.Json }),
            }));
            return ExitCode.Done;
        }
        if (authorization is { } operation)
            ShowPosting(call.Screen, operation);
        else
            call.Screen.Line($"[bold]{name.Safe()}[/]  [olive]posted nothing[/]");
        ShowRequests(call.Screen, requests);
        if (authorization is { } shown)
            ShowMovements(call.Screen, shown);
        ShowEvents(call.Screen, events, deliveries);
        return ExitCode.Done;
    }

    private static void ShowPosting(Screen screen, JsonElement operation)
    {
        var currency = operation.Text("currency");
        screen.Line($"[bold]{operation.Text("type")} {operation.Whole("id")}[/]  "
            + $"[bold]{Shown.Money(operation.Sum("amount"), currency)} {currency}[/]"
            + (operation.Text("denied") is { } denied ? $"  [red]denied: {denied.Safe()}[/]" : "") + "\n");
        var facts = Tables.OfFacts();
        facts.Fact("Account", $"{operation.Whole("account_id")}");
        facts.Fact("Tracking id", operation.Text("tracking_id").Safe());
        facts.Fact("Posted", $"{Shown.Time(operation.Time("event_date"))} [grey]UTC, by {operation.Text("channel")}[/]");
        facts.Fact("Outside", operation.Text("external").Safe());
        facts.Fact("Code", operation.Text("processing_code"));
        facts.Fact("Fee", operation.Sum("fee") is > 0 and var fee ? Shown.Money(fee, currency) : null);
        facts.Fact("Value date", operation.Has("value_date", operation.Text("event_date")) ? null : Shown.Time(operation.Time("value_date")));
        facts.Fact("Descriptor", operation.Text("descriptor").Safe());
        facts.Fact("Metadata", operation.Member("metadata")?.GetRawText().Safe());
        facts.Fact("Cancels", operation.Whole("parent_authorization_id") is { } parent ? $"authorization {parent}" : null);
        facts.Fact("Refers to", operation.Member("original_authorization") is { } original
            ? $"{original.Text("type")} authorization {original.Whole("id")}" : null);
        facts.Fact("Canceled", operation.Sum("canceled_amount") is > 0 and var canceled
            ? $"{Shown.Money(canceled, currency)} of {Shown.Money(operation.Sum("amount"), currency)}" : null);
        screen.Table(facts);
    }

    private static void ShowRequests(Screen screen, List<JsonElement> requests)
    {
        if (requests.Count == 0)
            return;
        screen.Line("\n[bold]Requests[/]");
        foreach (var request in requests)
        {
            var isDelayed = request.Text("method") is null;
            var route = isDelayed ? "denied after its delay" : $"{request.Text("method")} {request.Text("route")}";
            screen.Line($"  {Shown.TimeOfDay(request.Time("time"))}  {Shown.Status(isDelayed ? 202 : (int?)request.Whole("status"))}  {route.Safe()}  "
                + $"[grey]{request.Sum("duration_ms"):F1} ms[/]" + (request.Text("fault") is { } fault ? $"  [red]fault {fault.Safe()}[/]" : ""));
            if (request.Member("request") is { } sent)
                screen.Line($"                [grey]{sent.GetRawText().Safe()}[/]");
            if (RefusalText.Of(request) is { } why)
                screen.Line($"                [olive]Why:[/] {why}");
        }
    }

    private static void ShowMovements(Screen screen, JsonElement operation)
    {
        var currency = operation.Text("currency");
        var movements = Tables.Of("  KIND", ">FROM", ">TO", ">AMOUNT", ">FROM HAS", ">TO HAS");
        foreach (var row in operation.Items("movements"))
        {
            movements.Add($"  {row.Text("kind")}", $"{row.Whole("debit_account")}", $"{row.Whole("credit_account")}",
                Shown.Money(row.Sum("amount"), currency), Shown.Money(row.Sum("debit_balance"), currency),
                Shown.Money(row.Sum("credit_balance"), currency));
        }
        screen.Line("\n[bold]Movements[/]");
        screen.Table(movements, "  none: the code has no impact on the balance, or the payment was denied");
        var cancellations = operation.Items("cancellations").ToList();
        if (cancellations.Count == 0)
            return;
        screen.Line("\n[bold]Cancellations[/]");
        foreach (var row in cancellations)
        {
            screen.Line($"  {Shown.Time(row.Time("event_date"))}  {Shown.Money(row.Sum("amount"), currency)} {currency}  "
                + $"[grey]authorization[/] {row.Whole("authorization_id")}");
        }
    }

    private static void ShowEvents(Screen screen, List<JsonElement> events, List<(string Webhook, JsonElement Json)> deliveries)
    {
        if (events.Count == 0)
            return;
        screen.Line("\n[bold]Events[/]");
        foreach (var change in events)
        {
            // Where the whole id does not fit, its beginning finds the event in a client's log.
            var id = change.Text("event_id")!;
            screen.Line($"  {Shown.TimeOfDay(change.Time("timestamp"))}  {change.Text("domain")}/{change.Text("event_type")}  "
                + $"[grey]{(screen.Columns < WideColumns ? $"{id[..8]}…" : id)}[/]");
            foreach (var (webhook, delivery) in deliveries.Where(item => item.Json.Has("event_id", change.Text("event_id"))))
            {
                var state = delivery.Text("state") is "delivered" ? "[green]delivered[/]" : $"[red]{delivery.Text("state")}[/]";
                var tries = delivery.Items("tries").Select(item => item.Whole("status")?.ToString() ?? item.Text("error") ?? "no answer");
                screen.Line($"                to {webhook.Safe()}: {state} [grey]({string.Join(", ", tries).Safe()})[/]");
            }
        }
    }

    /// <summary>Reads the operation's own events: they begin behind the id before it.</summary>
    private static async Task<List<JsonElement>> EventsAsync(CommandCall call, JsonElement authorization)
    {
        const int enough = 50;
        var (id, trackingId) = (authorization.Whole("id")!.Value, authorization.Text("tracking_id"));
        var page = await call.Service.GetAsync($"/sandbox/events?type=*&after={id - 1}.0&limit={enough}");
        // A line of the timeline names the request, and not what it posted.
        return [.. page.Items("items").Where(change => (change.Member("data") is { } data && Concerns(data, id, trackingId))
            || (change.Text("domain") is "timeline" && change.Has("cid", authorization.Text("cid"))))];
    }

    private static bool Concerns(JsonElement data, long id, string? trackingId) => data.Has("tracking_id", trackingId)
        || data.Member("authorization")?.Whole("id") == id || data.Whole("authorization_id") == id;

    private static async Task<List<(string Webhook, JsonElement Json)>> DeliveriesAsync(CommandCall call, List<JsonElement> events)
    {
        var found = new List<(string, JsonElement)>();
        if (events.Count == 0)
            return found;
        var ids = events.Select(change => change.Text("event_id")).ToHashSet(StringComparer.Ordinal);
        await foreach (var webhook in call.Service.ListAsync("/sandbox/webhooks"))
        {
            var name = webhook.Text("name")!;
            await foreach (var delivery in call.Service.ListAsync($"/sandbox/webhooks/{name}/deliveries", limit: 1000))
            {
                if (ids.Contains(delivery.Text("event_id")))
                    found.Add((name, delivery));
            }
        }
        return found;
    }
}
