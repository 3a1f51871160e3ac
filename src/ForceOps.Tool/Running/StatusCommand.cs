using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Running;

/// <summary>Shows whether a service runs, and how the org stands.</summary>
internal static class StatusCommand
{
    internal static Command Make() => new ToolCommand("status", "Shows whether a service runs, and how the org stands",
        "forceops status",
        "forceops status --json | jq .ready").Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var service = call.Service;
        var live = await service.SendAsync(HttpMethod.Get, "/health/live");
        var ready = await service.SendAsync(HttpMethod.Get, "/health/ready");
        var version = live.Text.Split(' ')[^1];
        if (!ready.IsSuccess)
            throw new ToolException($"ForceOps {version} runs at {service.Url}, and is not ready: it starts, or its database is away. "
                + "`forceops wait` returns when it is ready.");
        var clock = await service.GetAsync("/sandbox/clock");
        var check = await service.GetAsync("/sandbox/check");
        var counts = new (string Name, int Count)[]
        {
            ("faults", await CountAsync(service, "/sandbox/faults")), ("webhooks", await CountAsync(service, "/sandbox/webhooks")),
            ("snapshots", await CountAsync(service, "/sandbox/snapshots")), ("delayed", await CountAsync(service, "/sandbox/delayed")),
        };
        if (call.Screen.IsJson)
        {
            var json = new JsonObject
            {
                ["url"] = service.Address, ["version"] = version, ["ready"] = true, ["org"] = service.Org,
                ["clock"] = JsonNode.Parse(clock.GetRawText()), ["check"] = JsonNode.Parse(check.GetRawText()),
            };
            foreach (var (name, count) in counts)
                json[name] = count;
            call.Screen.Json(JsonSerializer.SerializeToElement(json));
            return ExitCode.Done;
        }
        var facts = Tables.OfFacts();
        facts.Fact("Service", $"[green]ready[/]  {service.Address}  [grey]ForceOps {version.Safe()}[/]");
        facts.Fact("Org", service.Org ?? "the default org");
        facts.Fact("Clock", $"{Shown.Time(clock.Time("now"))}  [grey]UTC, {clock.Text("mode")}[/]");
        var books = check.GetProperty("checked");
        facts.Fact("Books", $"{(check.IsTrue("ok") ? "[green]right[/]" : "[red]wrong[/]")}  "
            + $"{Shown.Count(books.Whole("accounts") ?? 0, "account")}, {Shown.Count(books.Whole("authorizations") ?? 0, "authorization")}, "
            + Shown.Count(books.Whole("movements") ?? 0, "movement"));
        foreach (var (name, count) in counts.Where(item => item.Count > 0))
            facts.Fact(char.ToUpperInvariant(name[0]) + name[1..], $"{count}");
        call.Screen.Table(facts);
        return ExitCode.Done;
    }

    private static async Task<int> CountAsync(ServiceClient service, string path) => await service.ListAsync(path).CountAsync();
}
