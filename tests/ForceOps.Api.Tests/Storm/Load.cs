using System.Collections.Concurrent;
using System.Globalization;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>
/// Callers that post one force after another and keep book of what they were told: the client's side of I8. What was answered 201
/// must be there once; what was not answered is retried with the same tracking id, as an honest client does.
/// </summary>
internal sealed class Load(string org)
{
    private const int Accounts = 20;

    private readonly ConcurrentDictionary<string, long> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _unanswered = new(StringComparer.Ordinal);
    private int _count;

    internal int Acknowledged => _acknowledged.Count;

    internal int Unanswered => _unanswered.Count;

    /// <summary>Posts with so many callers until told to stop; after each acknowledgement it says how many there are.</summary>
    internal Task RunAsync(RunningService service, int callers, Func<bool> goOn, Action<int>? acknowledged = null) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync(service, goOn, acknowledged)));

    /// <summary>Retries what was not answered until it is: 201, or 409 to the same request.</summary>
    internal async Task SettleAsync(RunningService service)
    {
        var tenant = new Tenant(service, org);
        foreach (var (trackingId, body) in _unanswered)
        {
            var answer = await tenant.ForceAsync(body);
            for (var retries = 0; answer.Code is 503 && retries < 100; retries++)
                answer = await tenant.ForceAsync(body);
            Assert.True(
                answer.Code == 201 || (answer.Code == 409 && string.Equals(
                    answer.Header("x-forceops-replay"), "same", StringComparison.Ordinal)),
                $"the retry of {trackingId} was answered {answer.Code} {answer.Text}");
            var id = answer.Code == 201 ? answer.Json : answer.Json.GetProperty("authorizations");
            _acknowledged[trackingId] = id.GetProperty("authorization_id").GetInt64();
        }
        _unanswered.Clear();
    }

    /// <summary>Everything acknowledged is there under its id, nothing else is, and the books are right.</summary>
    internal async Task ProveAsync(RunningService service)
    {
        Assert.Empty(_unanswered);
        await using var tenant = new Tenant(service, org);
        foreach (var (trackingId, id) in _acknowledged)
        {
            var found = await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}");
            // A read may be given a session that was ended while it lay in the pool, and says so.
            for (var tries = 0; found.Code is 503 && tries < 20; tries++)
                found = await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}");
            Assert.True(found.Code == 200, $"{trackingId} was acknowledged as {id}, and the look for it says {found.Code} {found.Text}");
            Assert.Equal(id, found.Json.GetProperty("id").GetInt64());
            Assert.Equal(1, found.Json.GetProperty("movements").GetArrayLength());
        }
        var there = (await tenant.GetAsync("/sandbox/check")).Json.GetProperty("checked").GetProperty("authorizations").GetInt64();
        Assert.Equal(_acknowledged.Count, there);
    }

    private async Task CallAsync(RunningService service, Func<bool> goOn, Action<int>? acknowledged)
    {
        // Not disposed: disposal would ask a service for its books that may be dead by now.
        var tenant = new Tenant(service, org);
        while (goOn())
        {
            var number = Interlocked.Increment(ref _count);
            var trackingId = $"load-{number.ToString("D8", CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}";
            var body = Body.Force(trackingId, 1 + (number % Accounts), 1.01m);
            _unanswered[trackingId] = body;
            try
            {
                var answer = await tenant.ForceAsync(body);
                if (answer.Code == 503)
                    continue;
                Assert.Equal(201, answer.Code);
                _acknowledged[trackingId] = answer.Json.GetProperty("authorization_id").GetInt64();
                _unanswered.TryRemove(trackingId, out var _);
                acknowledged?.Invoke(_acknowledged.Count);
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                return;
            }
        }
    }
}
