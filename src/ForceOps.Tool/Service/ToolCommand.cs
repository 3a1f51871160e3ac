using System.CommandLine;

namespace ForceOps.Tool.Service;

/// <summary>Is a command with examples, whose work runs against a service and whose failures become one sentence.</summary>
internal sealed class ToolCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines that the help prints.</summary>
    internal IReadOnlyList<string> Examples => examples;

    /// <summary>Sets the work of the command; it returns the exit code.</summary>
    internal ToolCommand Does(Func<CommandCall, Task<int>> work)
    {
        SetAction((parsed, cancel) => RunAsync(parsed, work, cancel));
        return this;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<CommandCall, Task<int>> work, CancellationToken cancel)
    {
        using var call = new CommandCall(parsed, cancel);
        try
        {
            return await work(call);
        }
        catch (ToolException error)
        {
            call.Screen.Complain(error.Message);
            return error.Code;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCode.No;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            call.Screen.Complain(error.Message);
            return ExitCode.NotAsked;
        }
    }
}

/// <summary>Lists the exit codes of every command.</summary>
internal static class ExitCode
{
    internal const int Done = 0;

    /// <summary>The service refused, or what was asked for is not so.</summary>
    internal const int No = 1;

    /// <summary>The service could not be asked: the command line is wrong, or there is no service.</summary>
    internal const int NotAsked = 2;
}

/// <summary>Ends a command with one sentence for the person at the terminal, which says the way out.</summary>
internal sealed class ToolException(string message, int exitCode = ExitCode.No) : Exception(message)
{
    internal int Code { get; } = exitCode;

    /// <summary>Reports a value of the command line that cannot be right.</summary>
    internal static ToolException Wrong(string message) => new(message, ExitCode.NotAsked);
}
