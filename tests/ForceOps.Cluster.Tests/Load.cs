using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ForceOps.Cluster.Tests;

/// <summary>
/// Callers who force credits onto accounts of one org and write down what they were answered. Afterwards the books must have what was
/// answered, once each, and nothing that was never sent.
/// </summary>
internal sealed class Load(Func<HttpClient> client)
{
    private const int Accounts = 20;

    private readonly ConcurrentDictionary<string, bool> _sent = new(StringComparer.Ordinal);

    internal string Org { get; } = $"TN-{Guid.NewGuid()}";

    internal int Answered => _sent.Count(item => item.Value);

    /// <summary>Posts with so many callers until stopped; an error is a call whose fate is unknown.</summary>
    internal Task RunAsync(int callers, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            if (!await ForceAsync($"{caller}-{i}-{Guid.NewGuid():N}"))
                await Task.Delay(20, CancellationToken.None);
        }
    }));

    /// <summary>Checks all books, and every operation of this load; sends again what was not answered.</summary>
    internal async Task AssertNothingLostAsync()
    {
        foreach (var id in _sent.Where(item => !item.Value).Select(item => item.Key).ToList())
            Assert.True(await ForceAsync(id), $"{id} was not answered when it was sent again");
        var check = await ReadAsync("/sandbox/check?all=true");
        Assert.True(check.GetProperty("ok").GetBoolean(), check.ToString());
        var total = 0m;
        for (var account = 1; account <= Accounts; account++)
            total += (await ReadAsync($"/sandbox/accounts/{account}")).GetProperty("balance").GetDecimal();
        Assert.Equal(_sent.Count, total);
    }

    internal async Task<JsonElement> ReadAsync(string path) =>
        await (await SendAsync(HttpMethod.Get, path)).Content.ReadFromJsonAsync<JsonElement>();

    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("x-tenant", Org);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await client().SendAsync(request);
    }

    private async Task<bool> ForceAsync(string id)
    {
        _sent.TryAdd(id, false);
        try
        {
            var account = (id.GetHashCode(StringComparison.Ordinal) & int.MaxValue) % Accounts + 1;
            using var answer = await SendAsync(
                HttpMethod.Post, "/payments/v1/payments/force",
                new { tracking_id = id, account_id = account, amount = 1, processing_code = "090907" });
            // A 409 of the same operation says that it was posted when its answer was lost.
            return _sent[id] = answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
