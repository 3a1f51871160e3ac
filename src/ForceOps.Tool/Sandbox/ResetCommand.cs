using System.CommandLine;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Sandbox;

/// <summary>Sets the org back to its seed.</summary>
internal static class ResetCommand
{
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Does not ask" };

    internal static Command Make() => new ToolCommand("reset", "Sets the org back to its seed: all it posted is gone",
        "forceops reset",
        "forceops reset --yes --org TN-6f1d2c3b-0a4e-4b5c-8d7e-9f0a1b2c3d4e") { Yes }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var org = call.Service.Org ?? "the default org";
        if (!call.Get(Yes))
        {
            if (!call.Screen.IsTerminal || Console.IsInputRedirected)
                throw ToolException.Wrong($"A reset removes all that {org} has posted: say --yes.");
            if (!call.Screen.Confirm($"Remove all that {org} has posted?"))
                throw new ToolException("Nothing was changed.");
        }
        var reset = await call.Service.ChangeAsync(HttpMethod.Post, "/sandbox/reset");
        if (call.Screen.IsJson)
            call.Screen.Json(reset);
        else
        {
            call.Screen.Line($"[green]{reset.Text("org")} begins again[/] [grey]({(reset.Text("seed") is "file" ? "seed file" : "default seed")}, "
                + $"{reset.Text("currency")}, {Shown.Count(reset.Whole("accounts") ?? 0, "account")}, "
                + $"{Shown.Count(reset.Whole("processing_codes") ?? 0, "processing code")})[/]");
        }
        return ExitCode.Done;
    }
}
