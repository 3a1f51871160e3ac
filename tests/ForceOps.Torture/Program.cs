using System.CommandLine;
using ForceOps.Torture.Crash;
using ForceOps.Torture.Differential;
using ForceOps.Torture.Fuzz;
using ForceOps.Torture.Overload;

namespace ForceOps.Torture;

/// <summary>
/// Proves what the service promises, as long as somebody wants to wait: docs/trust.md has the commands and what they found. Each command is
/// a folder, ends with a line of that document's table, and returns 0 only when nothing was lost, doubled or left hanging.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        var root = new RootCommand("Attacks ForceOps and proves that its books are right. Each command says with --help what it does.")
        {
            CrashCommand.Make(), DifferentialCommand.Make(), FuzzCommand.Make(), OverloadCommand.Make(),
        };
        // Ctrl+C and SIGTERM end the process as they do any other: what was started is ended with it (ProcessExit).
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }
}
