using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ForceOps.Torture.Overload;

/// <summary>Loads a service on a PostgreSQL of its own, looks at it from outside, and stops it with twenty dead webhooks.</summary>
internal sealed class OverloadRun(int seconds, int connections, TextWriter output)
{
    private const int DeadWebhooks = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>What <c>docker stop</c> gives. The eight seconds of requests that drip are in it.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);

    private readonly string _org = $"TN-{Guid.NewGuid()}";
    private readonly LoadTally _tally = new();
    private readonly List<double> _live = [];

    internal async Task<bool> RunAsync()
    {
        await using var postgres = await OwnPostgres.StartEmptyAsync();
        var (service, url) = await ServiceProcess.StartAsync(
        [
            .. OwnPostgres.SettingsOf(new(postgres.ConnectionString)),
            // A quarter of the callers fit, and they wait for nothing: the others are refused all the time.
            ("ForceOps:Ledger:QueueLimit", Math.Max(1, connections / 4).ToString()),
            ("ForceOps:Webhooks:Timeout", "00:05:00"),
        ], Patience);
        await using var _ = service;
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections + 8 })
        {
            BaseAddress = url, Timeout = TimeSpan.FromSeconds(30),
        };
        await using var nuisance = new Nuisance(url, _org);
        await MustAsync(http, HttpMethod.Put, "/sandbox/accounts", $$"""{"from":1,"to":{{Math.Max(1000, connections)}},"currency":"USD"}""");
        for (var i = 0; i < DeadWebhooks; i++)
            await MustAsync(http, HttpMethod.Put, $"/sandbox/webhooks/dead{i}", $$"""{"url":"{{nuisance.DeadReceiver}}"}""");

        // What a warm service takes is the measure, not what a fresh one does.
        var callers = Enumerable.Range(1, connections).Select(account => new LoadCaller(http, _org, account, _tally)).ToList();
        await LoadAsync(service, http, callers, TimeSpan.FromSeconds(Math.Min(10, seconds / 4.0)));
        var before = service.Megabytes;
        await nuisance.BeginAsync(connections, 20);
        var (peak, took) = await LoadAsync(service, http, callers, TimeSpan.FromSeconds(seconds));
        var recovery = Stopwatch.GetTimestamp();
        await MustAsync(http, HttpMethod.Get, "/health/ready", null);
        await callers[0].RunAsync(new Once().GoOn);
        var recovered = Stopwatch.GetElapsedTime(recovery);
        var after = service.Megabytes;
        var lost = await JudgeAsync(http, callers);

        var stopping = Stopwatch.GetTimestamp();
        var exit = await service.StopAsync();
        var stopped = Stopwatch.GetElapsedTime(stopping);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            overload: {connections} callers, as many idle connections, 40 slow ones, {took.TotalSeconds:F0} s: {_tally.Describe()}
            offered: {(_tally.Posted + _tally.Refused) / (double)Math.Max(1, _tally.Posted):F1} times what was taken; /health/live meanwhile: {LoadTally.Percentiles(_live)}
            memory (RSS): {before} MB before, {peak} MB at most, {after} MB after; back in {recovered.TotalMilliseconds:F0} ms
            SIGTERM with {DeadWebhooks} dead webhooks: exit code {exit} after {stopped.TotalSeconds:F1} s
            {_tally.Odd}

            {TrustRow.Heads}
            """));
        var row = new TrustRow(
            $"several times the capacity from {connections} connections", 1, _tally.Posted, Math.Max(0, lost), Math.Max(0, -lost),
            _tally.Undocumented, _tally.Hangs);
        output.WriteLine(row);
        return row.IsClean && exit == 0 && stopped < StopMax && recovered < StopMax;
    }

    private async Task<(long Peak, TimeSpan Took)> LoadAsync(
        ServiceProcess service, HttpClient http, IReadOnlyList<LoadCaller> callers, TimeSpan time)
    {
        var (began, peak) = (Stopwatch.GetTimestamp(), 0L);
        bool GoOn() => Stopwatch.GetElapsedTime(began) < time;
        var load = Task.WhenAll(callers.Select(caller => Task.Run(() => caller.RunAsync(GoOn))));
        while (!load.IsCompleted)
        {
            peak = Math.Max(peak, service.Megabytes);
            var asked = Stopwatch.GetTimestamp();
            (await http.GetAsync("/health/live")).Dispose();
            _live.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.WhenAny(load, Task.Delay(500));
        }
        await load;
        return (peak, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>How many acknowledged forces are not there; less than 0 when there are more than anybody sent.</summary>
    private async Task<long> JudgeAsync(HttpClient http, IReadOnlyList<LoadCaller> callers)
    {
        var check = (await MustAsync(http, HttpMethod.Get, "/sandbox/check", null)).RootElement;
        if (!check.GetProperty("ok").GetBoolean())
            throw new InvalidOperationException($"the books are wrong: {check}");
        var there = check.GetProperty("checked").GetProperty("authorizations").GetInt64();
        var (least, most) = (callers.Sum(caller => caller.Acknowledged), callers.Sum(caller => caller.Acknowledged + caller.Unanswered));
        return there < least ? least - there : there > most ? most - there : 0;
    }

    private async Task<JsonDocument> MustAsync(HttpClient http, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("x-tenant", _org);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text.StartsWith('{') ? text : "{}")
            : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    private sealed class Once
    {
        private bool _done;

        internal bool GoOn() => !_done && (_done = true);
    }
}
