using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ForceOps.Tool.Attack;
using ForceOps.Tool.Bulk;
using ForceOps.Tool.Operations;
using ForceOps.Tool.Running;
using ForceOps.Tool.Sandbox;
using ForceOps.Tool.Service;
using ForceOps.Tool.Traffic;

namespace ForceOps.Tool;

/// <summary>Puts the commands together, and runs one of them.</summary>
internal static class ForceOpsCommand
{
    private const string About = """
        A local stand-in for payment APIs that force money movements.

        Start it with `forceops serve`, and try it with `forceops force 1234 40.25`.
        Exit codes: 0 done; 1 the service said no, or what was asked for is not so; 2 it could not be asked: a wrong command line, or no service.
        """;

    /// <summary>Parses the arguments and runs the command that they name; returns the exit code.</summary>
    internal static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var parsed = Make().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            var command = string.Join(' ', Names(parsed.CommandResult.Command));
            // That a command is missing is the consequence, and the word that is none the cause.
            var problem = parsed.UnmatchedTokens is [var word, ..]
                ? $"'{word}' is no command or option of {command}"
                : parsed.Errors[0].Message.Split(" as expected type")[0].TrimEnd('.');
            await error.WriteLineAsync($"{problem}. `{command} --help` shows how it is used.");
            return ExitCode.NotAsked;
        }
        var invocation = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        // The service handles the signals itself: it drains, which may take longer than a signal is given here.
        if (parsed.CommandResult.Command.Name is ServeCommand.Name)
            invocation.ProcessTerminationTimeout = null;
        return await parsed.InvokeAsync(invocation);
    }

    internal static RootCommand Make()
    {
        var root = new RootCommand(About)
        {
            ServeCommand.Make(), StatusCommand.Make(), WaitCommand.Make(), EnvCommand.Make(), DoctorCommand.Make(),
            ForceCommand.Make(), CancelCommand.Make(), TransferCommand.Make(),
            AccountsCommand.Make(), ShowCommand.Make(), CheckCommand.Make(),
            RequestsCommand.Make(), FindingsCommand.Make(), AttackCommand.Make(), EventsCommand.Make(), TriggerCommand.Make(),
            FaultCommand.Make(), ClockCommand.Make(), SnapshotCommand.Make(), ResetCommand.Make(), SeedCommand.Make(),
            LoadCommand.Make(), ImportCommand.Make(), ExportCommand.Make(),
        };
        foreach (var option in GlobalOptions.All)
            root.Add(option);
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { Action: SynchronousCommandLineAction plain } help)
            help.Action = new HelpWithExamples(plain);
        return root;
    }

    private static IEnumerable<string> Names(Command command) =>
        command is RootCommand ? ["forceops"] : [.. command.Parents.OfType<Command>().SelectMany(Names), command.Name];

    /// <summary>Prints the examples of a command behind its help.</summary>
    private sealed class HelpWithExamples(SynchronousCommandLineAction plain) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            plain.Invoke(parseResult);
            if (parseResult.CommandResult.Command is not ToolCommand { Examples: { Count: > 0 } examples })
                return ExitCode.Done;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
            return ExitCode.Done;
        }
    }
}
