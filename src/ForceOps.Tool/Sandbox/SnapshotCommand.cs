using System.CommandLine;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Sandbox;

/// <summary>Keeps the org's books under a name, and brings them back.</summary>
internal static class SnapshotCommand
{
    private const string Snapshots = "/sandbox/snapshots";

    private static readonly Argument<string> Name = new("name") { Description = "The snapshot's name: letters, digits, - or _" };

    internal static Command Make() => new ToolCommand("snapshot", "Keeps the org's books under a name, and brings them back",
        "forceops snapshot take before", "forceops snapshot restore before", "forceops snapshot list")
    {
        new ToolCommand("take", "Stores a copy of the books, in place of one of the same name", "forceops snapshot take before") { Name }
            .Does(call => ChangeAsync(call, HttpMethod.Put, "")),
        new ToolCommand("restore", "Sets the books back to a snapshot", "forceops snapshot restore before") { Name }
            .Does(call => ChangeAsync(call, HttpMethod.Post, "/restore")),
        new ToolCommand("list", "Lists the snapshots", "forceops snapshot list").Does(async call =>
        {
            var found = await call.Service.ListAsync(Snapshots).ToListAsync(call.Cancel);
            return Show(call, found, JsonSerializer.SerializeToElement(found));
        }),
        new ToolCommand("delete", "Removes a snapshot", "forceops snapshot delete before") { Name }.Does(async call =>
        {
            await call.Service.ChangeAsync(HttpMethod.Delete, Of(call));
            if (!call.Screen.IsJson)
                call.Screen.Line($"[grey]Removed:[/] {call.Get(Name).Safe()}");
            return ExitCode.Done;
        }),
    };

    private static async Task<int> ChangeAsync(CommandCall call, HttpMethod method, string route)
    {
        var snapshot = await call.Service.ChangeAsync(method, Of(call) + route);
        return Show(call, [snapshot], snapshot);
    }

    private static string Of(CommandCall call) => $"{Snapshots}/{Uri.EscapeDataString(call.Get(Name))}";

    private static int Show(CommandCall call, List<JsonElement> snapshots, JsonElement json)
    {
        if (call.Screen.IsJson)
        {
            call.Screen.Json(json);
            return ExitCode.Done;
        }
        var table = Tables.Of("SNAPSHOT", "TAKEN (UTC)", ">ACCOUNTS", ">AUTHORIZATIONS", ">MOVEMENTS");
        foreach (var snapshot in snapshots)
        {
            table.Add(snapshot.Text("name"), Shown.Time(snapshot.Time("created_at")), $"{snapshot.Whole("accounts")}",
                $"{snapshot.Whole("authorizations")}", $"{snapshot.Whole("movements")}");
        }
        call.Screen.Table(table, "There are no snapshots. Take one: forceops snapshot take before");
        return ExitCode.Done;
    }
}
