using System.Text;

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// An org of one test. Its disposal proves the invariants of the org: every test that uses one ends with <c>GET /sandbox/check</c>.
/// </summary>
public sealed class Tenant(RunningService service, string org) : IAsyncDisposable
{
    private readonly HttpClient _http = service.CreateClient();
    private bool _hasWebhooks;

    public string Org => org;

    public RunningService Service => service;

    public static string NewTrackingId() => Guid.NewGuid().ToString();

    public Task<Answer> ForceAsync(string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/payments/v1/payments/force", body, headers);

    public Task<Answer> CancelForceAsync(string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/payments/v1/payments/force/cancel", body, headers);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Rows of the org: accounts, authorizations and movements. Equal before and after: nothing was written.</summary>
    public async Task<string> CountsAsync() => (await GetAsync("/sandbox/check")).Json.GetProperty("checked").GetRawText();

    /// <summary>The authorization as the sandbox shows it.</summary>
    public async Task<System.Text.Json.JsonElement> AuthorizationAsync(long id) => (await GetAsync($"/sandbox/authorizations/{id}")).Json;

    /// <summary>Posts, expects that it succeeds, and answers the id of the authorization.</summary>
    public async Task<long> ForcedAsync(string body, params (string Name, string Value)[] headers)
    {
        var answer = await ForceAsync(body, headers);
        Assert.True(answer.Code == 201, answer.Text);
        return answer.Json.GetProperty("authorization_id").GetInt64();
    }

    /// <summary>Cancels, expects that it succeeds, and answers the id of the cancellation.</summary>
    public async Task<long> CanceledAsync(string body)
    {
        var answer = await CancelForceAsync(body);
        Assert.True(answer.Code == 200, answer.Text);
        return answer.Json.GetProperty("authorization_id").GetInt64();
    }

    public async Task<decimal> BalanceOfAsync(long accountId) =>
        (await GetAsync($"/sandbox/accounts/{accountId}")).Json.GetProperty("balance").GetDecimal();

    /// <summary>Sends exactly these bytes and headers, with the tenant and the sandbox's key unless they are among them.</summary>
    public Task<Answer> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers) =>
        SendContentAsync(method, path, body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)), headers);

    /// <summary>Sends content of any kind; it is JSON unless it or a header says otherwise.</summary>
    public async Task<Answer> SendContentAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Put && path.StartsWith("/sandbox/webhooks/", StringComparison.Ordinal))
            _hasWebhooks = true;
        request.Content = content;
        if (content is not null && content.Headers.ContentType is null)
            content.Headers.TryAddWithoutValidation("content-type", "application/json");
        if (!headers.Any(header => string.Equals(header.Name, "x-tenant", StringComparison.OrdinalIgnoreCase)))
            request.Headers.TryAddWithoutValidation("x-tenant", org);
        if (service.SandboxKey is { } key && path.StartsWith("/sandbox", StringComparison.Ordinal)
            && !headers.Any(header => header.Name is "x-sandbox-key"))
            request.Headers.Add("x-sandbox-key", key);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.Remove(name);
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }
        var message = await _http.SendAsync(request);
        return new Answer(message.StatusCode, await message.Content.ReadAsStringAsync(), message);
    }

    public async ValueTask DisposeAsync()
    {
        // A webhook that nobody needs any longer would read and send until the end of the run, beside all later tests.
        if (_hasWebhooks && (await GetAsync("/sandbox/webhooks")) is { Code: 200 } webhooks)
        {
            foreach (var webhook in webhooks.Json.GetProperty("items").EnumerateArray())
                await DeleteAsync($"/sandbox/webhooks/{Uri.EscapeDataString(webhook.GetProperty("name").GetString()!)}");
        }
        var check = await GetAsync("/sandbox/check");
        // A database that was just woken up, or a machine that is busy beyond measure: asked again, the books answer.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (check.Code == 503 && !patience.IsCancellationRequested)
        {
            await Task.Delay(200, CancellationToken.None);
            check = await GetAsync("/sandbox/check");
        }
        _http.Dispose();
        Assert.True(check.Code == 200 && check.Json.GetProperty("ok").GetBoolean(), $"the books of {org} are wrong: {check.Text}");
    }
}
