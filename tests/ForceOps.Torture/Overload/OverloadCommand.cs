using System.CommandLine;

namespace ForceOps.Torture.Overload;

/// <summary>
/// Sends several times what the service can do, from many connections, and looks whether it stays quick, small and right.
/// </summary>
internal static class OverloadCommand
{
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long the load lasts", DefaultValueFactory = _ => 60, HelpName = "number" };

    private static readonly Option<int> Connections = new("--connections")
    {
        Description = "Callers at the same time, each with a connection; as many again are idle", DefaultValueFactory = _ => 500, HelpName = "number",
    };

    internal static Command Make()
    {
        var command = new Command(
            "overload", "Several times the capacity from many connections, slow readers and writers, dead webhooks: refusals are quick, memory is flat, nothing is lost")
        {
            Seconds, Connections,
        };
        command.SetAction(async (parsed, _) =>
            await new OverloadRun(parsed.GetValue(Seconds), parsed.GetValue(Connections), Console.Out).RunAsync() ? 0 : 1);
        return command;
    }
}
