using System.CommandLine;
using ForceOps.Api;
using ForceOps.Api.Hosting;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Running;

/// <summary>Runs the service in this process, until Ctrl+C or SIGTERM.</summary>
internal static class ServeCommand
{
    internal const string Name = "serve";

    private const int PortDefault = 8080;

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port of the loopback; 0 takes a free one", DefaultValueFactory = _ => PortDefault, HelpName = "number",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The folder of the data; else the user's data folder", HelpName = "folder",
    };

    private static readonly Option<string?> Seed = new("--seed")
    {
        Description = "A seed file to begin with; `forceops seed --init` writes one", HelpName = "file",
    };

    private static readonly Option<bool> WatchSeed = new("--watch-seed") { Description = "Applies the seed file again when it changes" };

    private static readonly Option<bool> Ephemeral = new("--ephemeral")
    {
        Description = "Keeps the data in a temporary folder, and removes it at the end",
    };

    private static readonly Option<string?> Mode = new("--mode")
    {
        Description = "open asks nobody who they are; strict asks for tokens", HelpName = "open|strict",
    };

    private static readonly Option<string?> Webhook = new("--webhook")
    {
        Description = "An address that gets the org's events, signed", HelpName = "address",
    };

    private static readonly Option<string?> ReadyFile = new("--ready-file")
    {
        Description = "A file that gets the address when the service is ready", HelpName = "file",
    };

    private static readonly Option<bool> UntilInputEnds = new("--until-input-ends")
    {
        Description = "Stops when the standard input ends: for a program that starts this one, and may be killed",
    };

    private static readonly Option<bool> LogRequests = new("--log-requests")
    {
        Description = "Logs a line for each request; `forceops requests --follow` says more",
    };

    private static readonly Option<string[]> Setting = new("--set")
    {
        Description = "Any other setting of docs/configuration.md, as in ForceOps:Journal:Entries=0", HelpName = "name=value",
    };

    internal static Command Make()
    {
        Mode.AcceptOnlyFromAmong("open", "strict");
        return new ToolCommand(Name, "Runs the service until Ctrl+C",
            "forceops serve",
            "forceops serve --port 8081 --seed seed.yaml --watch-seed",
            "forceops serve --ephemeral --port 0 --ready-file url.txt      # in CI")
        {
            Port, Data, Seed, WatchSeed, Ephemeral, Mode, Webhook, ReadyFile, UntilInputEnds, LogRequests,
            Setting,
        }.Does(RunAsync);
    }

    private static async Task<int> RunAsync(CommandCall call)
    {
        var isEphemeral = call.Get(Ephemeral);
        if (isEphemeral && call.Get(Data) is not null)
            throw ToolException.Wrong("--ephemeral makes a folder of its own: leave --data out, or --ephemeral.");
        if (call.Get(WatchSeed) && call.Get(Seed) is null)
            throw ToolException.Wrong("--watch-seed needs --seed and its file.");
        var folder = isEphemeral ? Directory.CreateTempSubdirectory("forceops-").FullName : call.Get(Data);
        using var display = new ServeDisplay(call, call.Get(Seed), call.Get(WatchSeed));
        var start = new StartDisplay
        {
            Ready = service => Show(display, service, call), Fetching = display.Fetching,
        };
        int code;
        try
        {
            code = await ServiceProgram.RunAsync([.. Arguments(call, folder)], start);
        }
        finally
        {
            if (isEphemeral)
                Directory.Delete(folder!, recursive: true);
            if (call.Get(ReadyFile) is { } file)
                File.Delete(file);
        }
        display.Stopped(isEphemeral);
        return code;
    }

    private static void Show(ServeDisplay display, StartedService service, CommandCall call)
    {
        display.Show(service, call.Get(ReadyFile), call.Get(Webhook));
        if (call.Get(UntilInputEnds))
            _ = Task.Factory.StartNew(
                () => StopAtEndOfInput(service), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>
    /// Reads the input to its end and stops the service. The system closes a pipe whose writer is gone, whatever ended the writer, on every
    /// platform; a signal would have to be sent by somebody who is still there.
    /// </summary>
    private static void StopAtEndOfInput(StartedService service)
    {
        using var input = Console.OpenStandardInput();
        input.CopyTo(Stream.Null);
        service.Stop();
    }

    /// <summary>Returns the service's own command line.</summary>
    private static IEnumerable<string> Arguments(CommandCall call, string? folder)
    {
        var port = call.Get(Port);
        if (port is < 0 or > 65535)
            throw ToolException.Wrong($"--port {port} is no port: it is 0 to 65535.");
        // The web server takes a free port on one address only.
        yield return port == 0 ? "--urls=http://127.0.0.1:0" : $"--urls=http://localhost:{port}";
        // The start is shown by the tool. What went wrong is still logged.
        yield return $"--Serilog:MinimumLevel:Override:{typeof(LedgerStartup).FullName}=Warning";
        if (!call.Get(LogRequests))
            yield return "--Serilog:MinimumLevel:Override:ForceOps.Requests=Warning";
        foreach (var (name, value) in new[] { ("data", folder), ("seed", call.Get(Seed)), ("ForceOps:Mode", call.Get(Mode)) })
        {
            if (value is not null)
                yield return $"--{name}={value}";
        }
        foreach (var setting in call.Get(Setting) ?? [])
            yield return $"--{setting}";
    }
}
