using System.Diagnostics;

namespace ForceOps.Torture.Crash;

/// <summary>A running service: its process, its address, and a name with which a history tells it from those before.</summary>
internal sealed record RunningProgram(ServiceProcess Process, Uri Url, string Name);

/// <summary>The services on one database: some of them may be dead for a while, and come back.</summary>
internal sealed class Services(int count, IReadOnlyList<(string Key, string Value)> settings) : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(120);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly RunningProgram?[] _running = new RunningProgram?[count];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private int _starts;

    internal TimeSpan Elapsed => _clock.Elapsed;

    internal int Count => count;

    /// <summary>One of those that are up; null when none is.</summary>
    internal RunningProgram? Any()
    {
        var first = Random.Shared.Next(count);
        for (var i = 0; i < count; i++)
        {
            if (Volatile.Read(ref _running[(first + i) % count]) is { } running)
                return running;
        }
        return null;
    }

    /// <summary>Starts those that are down, and waits until all are ready to write.</summary>
    internal async Task BringBackAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, count).Where(place => _running[place] is null).Select(async place =>
        {
            var name = $"service {place + 1}, start {Interlocked.Increment(ref _starts)}";
            var (process, url) = await ServiceProcess.StartAsync(settings, StartPatience);
            Volatile.Write(ref _running[place], new RunningProgram(process, url, name));
        }));
        var began = Elapsed;
        foreach (var service in _running)
        {
            while (!await IsReadyAsync(service!.Url))
            {
                if (Elapsed - began > ReadyPatience)
                    throw new TortureException($"{service.Name} is not ready after {ReadyPatience.TotalSeconds} s:\n{service.Process.Output}");
                await Task.Delay(50);
            }
        }
    }

    internal async Task KillAsync(int place)
    {
        if (Interlocked.Exchange(ref _running[place], null) is not { } killed)
            return;
        await killed.Process.KillAsync();
        await killed.Process.DisposeAsync();
    }

    internal Task KillAllAsync() => Task.WhenAll(Enumerable.Range(0, count).Select(KillAsync));

    /// <summary>What those that are up printed last, for a person.</summary>
    internal string LastWords() => string.Join('\n', _running.OfType<RunningProgram>().Select(
        one => $"--- {one.Name}\n{string.Join('\n', one.Process.Output.Split('\n').TakeLast(40))}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _running)
        {
            if (service is not null)
                await service.Process.DisposeAsync();
        }
        _http.Dispose();
    }

    private async Task<bool> IsReadyAsync(Uri url)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(url, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
