using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ForceOps;

/// <summary>
/// The service as its users run it: a process of its own with its own web server on a free port of the loopback. The tests and the
/// benchmarks compile this one file, so that both start the same thing.
/// </summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    /// <summary>
    /// Where its files are: in a folder of their own, where a build laid them so or compiled them ahead, else beside the tests.
    /// </summary>
    internal static readonly string Folder = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "program"))
        ? Path.Combine(AppContext.BaseDirectory, "program")
        : AppContext.BaseDirectory;

    /// <summary>The variable with which the service makes its sockets continue inline; it sets it unless it is set.</summary>
    internal const string InlineSockets = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private readonly TimeSpan _patience;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly EventHandler _atProcessExit;

    private ServiceProcess(Process process, TimeSpan patience)
    {
        (_process, _patience) = (process, patience);
        // It must not outlive a run that ends in an unforeseen way.
        _atProcessExit = (_, _) => _process.Kill();
    }

    internal int Id => _process.Id;

    /// <summary>The memory that it has in use, in millions of bytes.</summary>
    internal long Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1_000_000;
        }
    }

    internal TimeSpan ProcessorTime => _process.TotalProcessorTime;

    /// <summary>Everything it has printed so far.</summary>
    internal string Output => string.Join('\n', _lines);

    /// <param name="settings">As in a settings file, with colons.</param>
    /// <param name="patience">How long it may take to become ready, and to end.</param>
    /// <param name="arguments">The command line; null: a free port of the loopback.</param>
    /// <param name="urls">Where it listens, unless the arguments say it.</param>
    internal static ServiceProcess Launch(
        IEnumerable<(string Key, string Value)> settings, TimeSpan patience, string[]? arguments = null, string urls = "http://127.0.0.1:0")
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(Folder, "ForceOps.Api.dll"), .. arguments ?? ["--urls", urls]])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the tests' own process says for its own sockets is not for the service.
        start.Environment.Remove(InlineSockets);
        start.Environment["Serilog__MinimumLevel__Override__ForceOps.Requests"] = "Warning";
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var service = new ServiceProcess(process, patience);
        process.OutputDataReceived += (_, line) => service.Read(line.Data);
        process.ErrorDataReceived += (_, line) => service.Read(line.Data);
        process.Exited += (_, _) => service._ready.TrySetException(new InvalidOperationException("it exited"));
        process.Start();
        AppDomain.CurrentDomain.ProcessExit += service._atProcessExit;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return service;
    }

    /// <summary>
    /// Starts it and waits until it is ready. When it does not come to that it is ended, and the error tells what it printed.
    /// </summary>
    internal static async Task<(ServiceProcess Process, Uri Url)> StartAsync(
        IEnumerable<(string Key, string Value)> settings, TimeSpan patience, CancellationToken stop = default)
    {
        var service = Launch(settings, patience);
        try
        {
            return (service, await service.WaitUntilReadyAsync(stop));
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            await service.DisposeAsync();
            throw new InvalidOperationException($"the service did not become ready:\n{service.Output}", error);
        }
    }

    /// <summary>Waits until it takes requests; answers its address.</summary>
    internal Task<Uri> WaitUntilReadyAsync(CancellationToken stop = default) => _ready.Task.WaitAsync(_patience, stop);

    /// <summary>Waits until it listens only, ready or not; it prints that at the level Information of Microsoft.Hosting.Lifetime.</summary>
    internal Task<Uri> WaitUntilListeningAsync() => _listening.Task.WaitAsync(_patience);

    /// <summary>Waits until it ends by itself; answers the exit code.</summary>
    internal async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(_patience);
        return _process.ExitCode;
    }

    /// <summary>As the power cut does it.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As Ctrl+C and compose do it; answers the exit code.</summary>
    internal async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        return await WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await StopAsync();
        AppDomain.CurrentDomain.ProcessExit -= _atProcessExit;
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (ReadyLine().Match(line) is { Success: true } match)
            _ready.TrySetResult(new Uri(match.Groups["url"].Value));
        if (ListeningLine().Match(line) is { Success: true } listening)
            _listening.TrySetResult(new Uri(listening.Groups["url"].Value));
    }

    [GeneratedRegex(@"Swagger UI +(?<url>http://\S+)/swagger", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadyLine();

    [GeneratedRegex(@"Now listening on: ""?(?<url>http://[^\s""]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();
}
