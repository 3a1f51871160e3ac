using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Attack;

/// <summary>Makes the client do one unit of work: by a command, by requests of an .http file, or by its own test suite.</summary>
internal abstract class Drive : IDisposable
{
    /// <summary>The end of a text that a message shows: what went wrong stands at the end.</summary>
    private const int OutputMax = 400;

    /// <summary>The longest time that one unit may take. A test suite is one unit, and takes what it takes.</summary>
    internal required TimeSpan Patience { get; init; }

    /// <summary>What the drive is, as the person wrote it.</summary>
    internal abstract string Words { get; }

    /// <summary>Does one unit of work; answers what the client said about it.</summary>
    internal async Task<Said> RunAsync(UnitOfWork unit, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            return await DoAsync(unit, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Said(SaidKind.Nothing, $"did not come back within {Patience.TotalSeconds:0.#} s");
        }
    }

    protected abstract Task<Said> DoAsync(UnitOfWork unit, CancellationToken cancel);

    public virtual void Dispose()
    {
    }

    protected static string EndOf(string text)
    {
        var line = string.Join(' ', text.Split((char[])[], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= OutputMax ? line : $"…{line[^OutputMax..]}";
    }
}

/// <summary>Says what the client said about a unit of work.</summary>
/// <param name="Kind">Whether it said that the work is done.</param>
/// <param name="Words">What it said otherwise.</param>
internal sealed record Said(SaidKind Kind, string Words = "")
{
    internal static readonly Said Done = new(SaidKind.Done);

    internal static Said Failed(string words) => new(SaidKind.Failed, words);
}

/// <summary>Lists what a client can say about a unit of work.</summary>
internal enum SaidKind
{
    Done,
    Failed,

    /// <summary>It did not come back in time.</summary>
    Nothing,
}

/// <summary>Names one unit of work: what stands for the placeholders.</summary>
/// <param name="Number">The number of the unit, from 1.</param>
/// <param name="Account">An account that no other unit has.</param>
/// <param name="Amount">An amount that tells the unit from its neighbours.</param>
/// <param name="Id">A UUID that no other unit has, in this run or another.</param>
internal sealed record UnitOfWork(int Number, long Account, decimal Amount, Guid Id)
{
    private IEnumerable<(string Name, string Value)> Values =>
    [
        ("n", $"{Number}"), ("account", $"{Account}"), ("amount", $"{Amount:0.00}"), ("uuid", $"{Id}"),
    ];

    /// <summary>Puts the unit's values in the place of <c>{{account}}</c> and the other placeholders.</summary>
    internal string In(string text)
    {
        foreach (var (name, value) in Values)
            text = text.Replace($"{{{{{name}}}}}", value, StringComparison.Ordinal);
        return text;
    }

    internal IEnumerable<(string Name, string Value)> Variables =>
        Values.Select(value => ($"FORCEOPS_{value.Name.ToUpperInvariant()}", value.Value));
}

/// <summary>Runs a command of the shell; exit code 0 says that the work is done.</summary>
internal sealed class CommandDrive(string command) : Drive
{
    internal override string Words => command;

    protected override async Task<Said> DoAsync(UnitOfWork unit, CancellationToken cancel)
    {
        var (code, output) = await Shell.RunAsync(unit.In(command), unit.Variables, cancel);
        return code == 0 ? Said.Done : Said.Failed($"exit code {code}: {EndOf(output)}");
    }
}

/// <summary>Sends the requests of an .http file; answers of 2xx say that the work is done.</summary>
internal sealed class HttpDrive : Drive
{
    private readonly string _path;
    private readonly IReadOnlyList<HttpFileRequest> _requests;
    private readonly HttpClient _http = NearbyHttp.NewClient(Timeout.InfiniteTimeSpan);

    internal HttpDrive(string path) => (_path, _requests) = (path, HttpFile.Read(path));

    internal override string Words => _path;

    protected override async Task<Said> DoAsync(UnitOfWork unit, CancellationToken cancel)
    {
        foreach (var request in _requests)
        {
            try
            {
                using var message = request.For(unit);
                using var answer = await _http.SendAsync(message, cancel);
                var text = await answer.Content.ReadAsStringAsync(cancel);
                if (!answer.IsSuccessStatusCode)
                    return Said.Failed($"{message.Method} {message.RequestUri} was answered {(int)answer.StatusCode}: {EndOf(text)}");
            }
            catch (HttpRequestException error)
            {
                return Said.Failed($"{request.Line}: {error.Message}");
            }
        }
        return Said.Done;
    }

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }
}

/// <summary>Runs commands of the system's shell.</summary>
internal static class Shell
{
    /// <summary>
    /// Runs a command to its end; answers its exit code and what it printed. A canceled one ends with all that it started.
    /// </summary>
    internal static async Task<(int Code, string Output)> RunAsync(
        string command, IEnumerable<(string Name, string Value)> variables, CancellationToken cancel)
    {
        var start = new ProcessStartInfo
        {
            FileName = OperatingSystem.IsWindows() ? "cmd.exe" : "/bin/sh",
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
        };
        start.ArgumentList.Add(OperatingSystem.IsWindows() ? "/c" : "-c");
        start.ArgumentList.Add(command);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = new StringBuilder();
            void Keep(object sender, DataReceivedEventArgs line)
            {
                lock (output)
                    output.AppendLine(line.Data);
            }
            process.OutputDataReceived += Keep;
            process.ErrorDataReceived += Keep;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            try
            {
                await process.WaitForExitAsync(cancel);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
            lock (output)
                return (process.ExitCode, output.ToString());
        }
        catch (Win32Exception error)
        {
            throw ToolException.Wrong($"{command} cannot be run: {error.Message}");
        }
    }
}
