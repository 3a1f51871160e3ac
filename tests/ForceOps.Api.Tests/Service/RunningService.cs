using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using ForceOps.Api.Access;

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// The service as its users run it: a process of its own with its own web server on a free port of the loopback. Tests speak HTTP to
/// it, read what it prints, and may kill it.
/// </summary>
public sealed partial class RunningService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private RunningService(Process process, string database, string? sandboxKey) => (_process, Database, SandboxKey) = (process, database, sandboxKey);

    /// <summary>Connection string of its database, for tests that look behind the service; empty when it runs its own server.</summary>
    public string Database { get; }

    /// <summary>What its sandbox routes ask for; null when they ask for nothing.</summary>
    public string? SandboxKey { get; }

    public Uri Url { get; private set; } = null!;

    public int ProcessId => _process.Id;

    /// <summary>Everything it has printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<RunningService> StartAsync(string database, params (string Key, string Value)[] settings)
    {
        var service = Launch(database, settings);
        try
        {
            service.Url = await service._ready.Task.WaitAsync(Patience);
            return service;
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            await service.DisposeAsync();
            throw new InvalidOperationException($"the service did not become ready:\n{service.Output}", error);
        }
    }

    /// <summary>Starts it and waits until it listens only: whatever keeps it from being ready is the test's business.</summary>
    public static async Task<RunningService> StartListeningAsync(string database, params (string Key, string Value)[] settings)
    {
        var service = Launch(database, [.. settings, ("Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Information")]);
        service.Url = await service._listening.Task.WaitAsync(Patience);
        return service;
    }

    /// <summary>Waits until it is ready.</summary>
    public Task WaitUntilReadyAsync() => _ready.Task.WaitAsync(Patience);

    /// <summary>Starts it with settings that it should refuse; answers its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> StartAndFailAsync(string database, params (string Key, string Value)[] settings)
    {
        await using var service = Launch(database, settings);
        await service._process.WaitForExitAsync().WaitAsync(Patience);
        return (service._process.ExitCode, service.Output);
    }

    public HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Url };

    /// <summary>An org of one's own: tests in parallel do not see each other.</summary>
    public Tenant NewTenant() => new(this, $"TN-{Guid.NewGuid()}");

    /// <summary>As the power cut does it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As Ctrl+C and compose do it; answers the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await StopAsync();
        _process.Dispose();
    }

    private static RunningService Launch(string database, (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ForceOps.Api.dll"), "--urls", "http://127.0.0.1:0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Ledger"] = database;
        start.Environment["Serilog__MinimumLevel__Override__ForceOps.Requests"] = "Warning";
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var service = new RunningService(process, database, settings.FirstOrDefault(setting => setting.Key is "ForceOps:Sandbox:Key").Value);
        process.OutputDataReceived += (_, line) => service.Read(line.Data);
        process.ErrorDataReceived += (_, line) => service.Read(line.Data);
        process.Exited += (_, _) => service._ready.TrySetException(new InvalidOperationException("it exited"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return service;
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
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
