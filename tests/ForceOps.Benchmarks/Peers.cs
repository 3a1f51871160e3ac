using System.Diagnostics;
using System.Net;
using System.Text;

namespace ForceOps.Benchmarks;

/// <summary>
/// Other programs that people put in the place of a payment API, as far as they are on PATH. Each answers the same force with one canned
/// body: no ledger, nothing stored, and WireMock without its request journal, so that it is as fast as it can be.
/// </summary>
internal sealed class Peers : IAsyncDisposable
{
    private const string Path = "/payments/v1/payments/force";

    private const string Answer =
        """{"authorization_id":2048,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","event_date":"2026-11-28T04:54:57.762Z"}""";

    private const string Force = """{"account_id":1234,"amount":40.25,"processing_code":"090907"}""";

    /// <summary>Java starts within seconds, and Prism reads the whole document first.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("forceops-peers-");
    private readonly List<Process> _processes = [];

    private Peers()
    {
    }

    /// <summary>The names and addresses of those that run.</summary>
    internal List<(string Name, Uri Url)> Running { get; } = [];

    internal static async Task<Peers> StartAsync(CancellationToken stop)
    {
        var peers = new Peers();
        await peers.StartAsync("wiremock", "WireMock", 18101, peers.WireMock(), stop);
        await peers.StartAsync("prism", "Prism", 18102, peers.Prism(), stop);
        await peers.StartAsync("mockoon-cli", "Mockoon", 18103, peers.Mockoon(), stop);
        if (peers.Running.Count == 0)
            throw new BenchmarkException("No peer is installed. npm install --global wiremock @stoplight/prism-cli @mockoon/cli; WireMock needs Java.");
        return peers;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.Dispose();
        }
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private Func<int, string[]> WireMock()
    {
        var stub = $$$"""{"request":{"method":"POST","url":"{{{Path}}}"},"response":{"status":201,"headers":{"Content-Type":"application/json"},"body":{{{Quoted(Answer)}}} } }""";
        Write("wiremock/mappings/force.json", stub);
        return port => ["--port", $"{port}", "--root-dir", System.IO.Path.Combine(_folder.FullName, "wiremock"), "--no-request-journal", "--disable-banner"];
    }

    private Func<int, string[]> Prism()
    {
        var document = Write(
            "prism.json",
            $$$"""
            {"openapi":"3.0.3","info":{"title":"force","version":"1"},"paths":{"{{{Path}}}":{"post":{
                "requestBody":{"content":{"application/json":{"schema":{"type":"object"} } } },
                "responses":{"201":{"description":"posted","content":{"application/json":{"example":{{{Answer}}} } } } } } } } }
            """);
        return port => ["mock", document, "--port", $"{port}", "--host", "127.0.0.1"];
    }

    private Func<int, string[]> Mockoon()
    {
        var environment = Write(
            "mockoon.json",
            $$$"""
            {"uuid":"5ba3e4a4-2f38-4f4c-9a6e-1a2b3c4d5e6f","lastMigration":32,"name":"force","port":18103,"hostname":"127.0.0.1","routes":[
                {"uuid":"6ba3e4a4-2f38-4f4c-9a6e-1a2b3c4d5e6f","type":"http","method":"post","endpoint":"{{{Path[1..]}}}","responses":[
                    {"uuid":"7ba3e4a4-2f38-4f4c-9a6e-1a2b3c4d5e6f","body":{{{Quoted(Answer)}}},"statusCode":201,"default":true,"bodyType":"INLINE",
                     "headers":[{"key":"Content-Type","value":"application/json"}],"rules":[],"rulesOperator":"OR"}]}]}
            """);
        return port => ["start", "--data", environment, "--port", $"{port}", "--disable-log-to-file", "--repair"];
    }

    private async Task StartAsync(string program, string name, int port, Func<int, string[]> arguments, CancellationToken stop)
    {
        if (Tool.FindOrNull(program) is not { } tool)
        {
            Testbed.Say($"{name} is not measured: {program} is not on PATH");
            return;
        }
        Testbed.Say($"Starting {name}");
        var process = Process.Start(new ProcessStartInfo(tool.Path, arguments(port))
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _processes.Add(process);
        process.OutputDataReceived += Forget;
        process.ErrorDataReceived += Forget;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var url = new Uri($"http://127.0.0.1:{port}");
        await WaitAsync(name, url, stop);
        Running.Add((name, url));
    }

    private static async Task WaitAsync(string name, Uri url, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = url };
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience; await Task.Delay(200, stop))
        {
            try
            {
                using var body = new StringContent(Force, Encoding.UTF8, "application/json");
                using var answer = await http.PostAsync(new Uri(Path, UriKind.Relative), body, stop);
                if (answer.StatusCode == HttpStatusCode.Created)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
        throw new BenchmarkException($"{name} does not answer a force with 201.");
    }

    private string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Quoted(string json) => System.Text.Json.JsonSerializer.Serialize(json);

    private static void Forget(object sender, DataReceivedEventArgs line)
    {
        // Its own log, which nobody reads; it is taken so that the program does not wait for a reader.
    }
}
