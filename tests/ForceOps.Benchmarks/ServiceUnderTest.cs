using System.Text;
using System.Text.Json;

namespace ForceOps.Benchmarks;

/// <summary>The service that is measured: with its default settings but for the request log.</summary>
internal sealed class ServiceUnderTest : IAsyncDisposable
{
    internal const string DatabaseName = "service";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ServiceProcess _process;

    private ServiceUnderTest(ServiceProcess process, Uri url) => (_process, Url) = (process, url);

    internal Uri Url { get; }

    internal int ProcessId => _process.Id;

    internal static async Task<ServiceUnderTest> StartAsync(DatabaseServer server, CancellationToken stop) =>
        await StartAsync([("ConnectionStrings:Ledger", await server.CreateDatabaseAsync(DatabaseName, stop))], stop);

    /// <summary>With a PostgreSQL of its own, on the data in the folder or on fresh ones, whatever database this shell names.</summary>
    internal static Task<ServiceUnderTest> StartEmbeddedAsync(string data, CancellationToken stop) =>
        StartAsync([("ConnectionStrings:Ledger", ""), ("ForceOps:Data", data)], stop);

    private static async Task<ServiceUnderTest> StartAsync((string Key, string Value)[] settings, CancellationToken stop)
    {
        try
        {
            var (process, url) = await ServiceProcess.StartAsync(settings, Patience, stop);
            return new ServiceUnderTest(process, url);
        }
        catch (InvalidOperationException error)
        {
            throw new BenchmarkException(error.Message);
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

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private string LastOutput() => string.Join('\n', _process.Output.Split('\n').TakeLast(30));

    private HttpClient CreateClient() => new() { BaseAddress = Url, Timeout = TimeSpan.FromMinutes(10) };
}
