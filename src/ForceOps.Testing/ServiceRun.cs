using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace ForceOps.Testing;

/// <summary>
/// Holds the process of a service. It stops when its standard input ends, and the system ends the input with this process: so nothing is
/// left behind when a test run is killed, and no signal handler is needed on any platform.
/// </summary>
internal sealed class ServiceRun : IAsyncDisposable
{
    private const int LinesMax = 200;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a service that is not ready yet may take to be ready and to stop. It looks at its input only then; killed before, it leaves
    /// its temporary folder behind.
    /// </summary>
    private static readonly TimeSpan StopTimeoutAtStart = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Beginnings of variables that a test process has for itself or for the program under test: another database, addresses, profilers
    /// and start-up hooks of coverage tools, telemetry.
    /// </summary>
    private static readonly string[] Foreign =
    [
        "ASPNETCORE_", "DOTNET_", "CORECLR_", "COR_", "OTEL_", "TESTINGPLATFORM_", "VSTEST_", "MSBUILD", "DATABASE_URL", "URLS",
        "ConnectionStrings__", "ForceOps__", "FORCEOPS_", "Serilog__", "Logging__", "Kestrel__", "AllowedHosts",
    ];

    private static readonly string[] Needed = ["DOTNET_ROOT", "DOTNET_RUNNING_IN_CONTAINER"];

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private Task _ended = Task.CompletedTask;
    private int _disposals;

    private ServiceRun(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
    }

    /// <summary>The last lines that it printed.</summary>
    internal string Output => string.Join(Environment.NewLine, _lines);

    internal static async Task<(ServiceRun Run, Uri Url)> StartAsync(ForceOpsServerOptions options, CancellationToken stop)
    {
        if (!File.Exists(options.Program))
            throw new ForceOpsException($"{options.Program} is missing. The package ForceOps.Testing copies it beside the tests: let the project "
                + "of the tests refer to the package itself.");
        var run = new ServiceRun(StartOf(options));
        run.Start();
        try
        {
            return (run, await run.WaitAsync(options.StartTimeout, stop).ConfigureAwait(false));
        }
        catch
        {
            await run.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Increment(ref _disposals) > 1)
            return;
        _process.StandardInput.Close();
        var patience = _ready.Task.IsCompleted ? StopTimeout : StopTimeoutAtStart;
        if (await Task.WhenAny(_ended, Task.Delay(patience)).ConfigureAwait(false) != _ended)
        {
            _process.Kill(entireProcessTree: true);
            // Not for ever: it counts as ended when its output is closed, which a program that it started might hold open.
            await Task.WhenAny(_ended, Task.Delay(KillTimeout)).ConfigureAwait(false);
        }
        _process.Dispose();
    }

    private static ProcessStartInfo StartOf(ForceOpsServerOptions options)
    {
        var start = new ProcessStartInfo(
            PackagedService.DotNet, [options.Program, "serve", "--ephemeral", "--port", "0", "--until-input-ends", "--json"])
        {
            UseShellExecute = false, CreateNoWindow = true,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (options.SeedFile is { } seed)
        {
            start.ArgumentList.Add("--seed");
            start.ArgumentList.Add(Path.GetFullPath(seed));
        }
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToList())
            start.Environment.Remove(name);
        // Code is compiled well after a while without new methods, as .NET does it by itself. The service does it from its first call
        // on, which pays for hours of load, and makes a fifth of all the work of a service that lives as long as a test run.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "64";
        // Variables, since a command line is shown to everybody on the machine.
        if (options.ConnectionString is { } database)
            start.Environment["ConnectionStrings__Ledger"] = database;
        foreach (var (name, value) in options.Settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }

    private static bool IsForeign(string variable) =>
        Foreign.Any(beginning => variable.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
        && !Needed.Any(beginning => variable.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));

    private void Start()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _ended = _process.WaitForExitAsync(CancellationToken.None);
    }

    private async Task<Uri> WaitAsync(TimeSpan timeout, CancellationToken stop)
    {
        try
        {
            var first = await Task.WhenAny(_ready.Task, _ended).WaitAsync(timeout, stop).ConfigureAwait(false);
            if (first == _ready.Task)
                return await _ready.Task.ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ForceOpsException($"ForceOps was not ready within {timeout.TotalSeconds:0} s. It printed:{Environment.NewLine}{Output}");
        }
        throw new ForceOpsException($"ForceOps ended with code {_process.ExitCode} before it was ready. It printed:{Environment.NewLine}{Output}");
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        if (!_ready.Task.IsCompleted && UrlOf(line) is { } url)
            _ready.TrySetResult(url);
        _lines.Enqueue(line);
        if (_lines.Count > LinesMax)
            _lines.TryDequeue(out _);
    }

    /// <summary>Reads the line that says that it is ready; null for another one.</summary>
    private static Uri? UrlOf(string line)
    {
        if (!line.StartsWith("{\"url\":", StringComparison.Ordinal))
            return null;
        using var ready = JsonDocument.Parse(line);
        return new Uri(ready.RootElement.GetProperty("url").GetString()!);
    }
}
