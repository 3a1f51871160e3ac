using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Running;

/// <summary>Returns when the service is ready.</summary>
internal static class WaitCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly Option<int> Limit = new("--timeout")
    {
        Description = "The longest time to wait, in seconds", DefaultValueFactory = _ => 60, HelpName = "seconds",
    };

    internal static Command Make() => new ToolCommand("wait", "Returns when the service is ready",
        "forceops serve --ephemeral & forceops wait && dotnet test",
        "forceops wait --timeout 120 --url http://127.0.0.1:8081") { Limit }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var limit = TimeSpan.FromSeconds(call.Get(Limit));
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await IsReadyAsync(call.Service))
                return Say(call, Stopwatch.GetElapsedTime(began));
            if (Stopwatch.GetElapsedTime(began) + Pause > limit)
            {
                throw new ToolException($"No service was ready at {call.Service.Url.GetLeftPart(UriPartial.Authority)} within "
                    + $"{limit.TotalSeconds:0} s. Look at what `forceops serve` printed, or give it longer with --timeout.");
            }
            await Task.Delay(Pause, call.Cancel);
        }
    }

    private static async Task<bool> IsReadyAsync(ServiceClient service)
    {
        try
        {
            return (await service.SendAsync(HttpMethod.Get, "/health/ready")).IsSuccess;
        }
        catch (ToolException)
        {
            // Nobody listens yet.
            return false;
        }
    }

    private static int Say(CommandCall call, TimeSpan took)
    {
        var url = call.Service.Address;
        if (call.Screen.IsJson)
            call.Screen.Json(JsonSerializer.SerializeToElement(new JsonObject { ["url"] = url, ["ready"] = true }));
        else
            call.Screen.Line($"[green]ready[/]  {url}  [grey]after {took.TotalSeconds:F1} s[/]");
        return ExitCode.Done;
    }
}
