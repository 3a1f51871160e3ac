using System.Globalization;
using System.Runtime.CompilerServices;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// The service in the process of the tests: the same program with the same command line, on a port of its own, and the tests speak HTTP to
/// it. What it logs goes to a file. A process of its own costs four seconds of processor time, most of it the compiler's, and this one a
/// tenth of that; so a process is for tests that kill it, measure it or read what it prints.
/// </summary>
internal sealed class ServiceInside : IAsyncDisposable
{
    private readonly string _log;
    private readonly Task<int> _run;
    private readonly TaskCompletionSource<StartedService> _started;
    private string _kept = "";

    private ServiceInside(string log, Task<int> run, TaskCompletionSource<StartedService> started) =>
        (_log, _run, _started) = (log, run, started);

    /// <summary>Everything it has logged so far.</summary>
    internal string Output
    {
        get
        {
            if (!File.Exists(_log))
                return _kept;
            using var file = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return file.ReadToEnd().TrimEnd();
        }
    }

    /// <summary>
    /// Many services in one process continue on the thread pool: a socket that waits for the code of a test would keep others waiting.
    /// </summary>
    [ModuleInitializer]
    internal static void KeepSocketsApart()
    {
        Environment.SetEnvironmentVariable(ServiceProcess.InlineSockets, "0");
        ThreadPool.SetMinThreads(32, 32);
    }

    /// <param name="settings">As in a settings file, with colons.</param>
    internal static ServiceInside Launch(IEnumerable<(string Key, string Value)> settings)
    {
        var log = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"forceops-tests-{Guid.NewGuid():N}.log"));
        var started = new TaskCompletionSource<StartedService>(TaskCreationOptions.RunContinuationsAsynchronously);
        var display = new StartDisplay { Ready = started.SetResult };
        (string Key, string Value)[] all =
        [
            ("urls", "http://127.0.0.1:0"),
            ("Serilog:MinimumLevel:Override:ForceOps.Requests", "Warning"),
            .. settings,
            ("Serilog:WriteTo:0:Name", "File"),
            ("Serilog:WriteTo:0:Args:path", log),
        ];
        var arguments = all.Select(setting => $"--{setting.Key}={setting.Value}").ToArray();
        return new ServiceInside(log, Task.Run(() => ServiceProgram.RunAsync(arguments, display)), started);
    }

    /// <summary>Waits until it is ready; answers its address. When it does not come to that, the error tells what it logged.</summary>
    internal async Task<Uri> WaitUntilReadyAsync(TimeSpan patience)
    {
        if (await Task.WhenAny(_started.Task, _run).WaitAsync(patience) == _run)
            throw new InvalidOperationException($"the service did not become ready:\n{Output}");
        return new Uri((await _started.Task).Url);
    }

    /// <summary>Waits until it ends by itself; answers the exit code.</summary>
    internal Task<int> WaitForExitAsync(TimeSpan patience) => _run.WaitAsync(patience);

    /// <summary>Ends it as SIGTERM does; answers the exit code.</summary>
    internal async Task<int> StopAsync(TimeSpan patience)
    {
        if (await Task.WhenAny(_started.Task, _run).WaitAsync(patience) == _started.Task)
            (await _started.Task).Stop();
        return await WaitForExitAsync(patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromMinutes(1));
        _kept = Output;
        File.Delete(_log);
    }
}
