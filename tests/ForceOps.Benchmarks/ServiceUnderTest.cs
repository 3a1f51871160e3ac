using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ForceOps.Benchmarks;

/// <summary>The service as its users run it: a process of its own, with its default settings but for the request log.</summary>
internal sealed partial class ServiceUnderTest : IAsyncDisposable
{
    internal const string DatabaseName = "service";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly EventHandler _atProcessExit;

    private ServiceUnderTest(Process process)
    {
        _process = process;
        // It must not outlive a benchmark that ends in an unforeseen way.
        _atProcessExit = (_, _) => _process.Kill();
    }

    internal Uri Url { get; private set; } = null!;

    internal int ProcessId => _process.Id;

    internal static async Task<ServiceUnderTest> StartAsync(DatabaseServer server, CancellationToken stop) =>
        await StartAsync("ConnectionStrings__Ledger", await server.CreateDatabaseAsync(DatabaseName, stop), stop);

    /// <summary>With a PostgreSQL of its own, on the data in the folder or on fresh ones.</summary>
    internal static Task<ServiceUnderTest> StartEmbeddedAsync(string data, CancellationToken stop) => StartAsync("ForceOps__Data", data, stop);

    private static async Task<ServiceUnderTest> StartAsync(string setting, string value, CancellationToken stop)
    {
        var service = Launch(setting, value);
        try
        {
            service.Url = await service._ready.Task.WaitAsync(Patience, stop);
            return service;
        }
        catch (Exception error) when (error is TimeoutException or BenchmarkException)
        {
            await service.DisposeAsync();
            throw new BenchmarkException($"The service did not become ready:\n{service.LastOutput()}");
        }
    }

    /// <summary>Opens the accounts 1 to <paramref name="last"/>.</summary>
    internal async Task OpenAccountsAsync(int last, CancellationToken stop)
    {
        using var http = CreateClient();
        using var body = new StringContent($$"""{"from":1,"to":{{last}},"currency":"USD"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync(new Uri("/sandbox/accounts", UriKind.Relative), body, stop);
        if (!answer.IsSuccessStatusCode)
            throw new BenchmarkException($"The accounts were not opened: {await answer.Content.ReadAsStringAsync(stop)}");
    }

    internal async Task<bool> IsReadyAsync(CancellationToken stop)
    {
        using var http = CreateClient();
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), stop);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Lets the service prove its books; a benchmark that broke them is none.</summary>
    internal async Task<string> CheckAsync(CancellationToken stop)
    {
        using var http = CreateClient();
        using var answer = await http.GetAsync(new Uri("/sandbox/check?all=true", UriKind.Relative), stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchmarkException(
                $"The books were not checked, so these figures are not to be quoted. {(int)answer.StatusCode}: {text}\n{LastOutput()}");
        }
        using var check = JsonDocument.Parse(text);
        return check.RootElement.GetProperty("ok").GetBoolean()
            ? check.RootElement.GetProperty("checked").GetRawText()
            : throw new BenchmarkException($"The books are wrong: {text}");
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= _atProcessExit;
        if (!_process.HasExited)
        {
            using var terminate = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        _process.Dispose();
    }

    private string LastOutput() => string.Join('\n', _output.TakeLast(30));

    private HttpClient CreateClient() => new() { BaseAddress = Url, Timeout = TimeSpan.FromMinutes(10) };

    private static ServiceUnderTest Launch(string setting, string value)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "ForceOps.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Of the two places of the ledger only the one that is meant, whatever this shell has set.
        start.Environment.Remove("ConnectionStrings__Ledger");
        start.Environment[setting] = value;
        start.Environment["Serilog__MinimumLevel__Override__ForceOps.Requests"] = "Warning";
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var service = new ServiceUnderTest(process);
        process.OutputDataReceived += (_, line) => service.Read(line.Data);
        process.ErrorDataReceived += (_, line) => service.Read(line.Data);
        process.Exited += (_, _) => service._ready.TrySetException(new BenchmarkException("it exited"));
        process.Start();
        AppDomain.CurrentDomain.ProcessExit += service._atProcessExit;
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
    }

    [GeneratedRegex(@"Swagger UI +(?<url>http://\S+)/swagger", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadyLine();
}
