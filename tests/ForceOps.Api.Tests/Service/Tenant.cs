using System.Text;

namespace ForceOps.Api.Tests.Service;

/// <summary>An org of one test. Its disposal proves the invariants of the org: every test that uses one ends with <c>GET /sandbox/check</c>.</summary>
public sealed class Tenant(RunningService service, string org) : IAsyncDisposable
{
    private readonly HttpClient _http = service.CreateClient();

    public string Org => org;

    public RunningService Service => service;

    public static string NewTrackingId() => Guid.NewGuid().ToString();

    public Task<Answer> ForceAsync(string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/payments/v1/payments/force", body, headers);

    public Task<Answer> CancelForceAsync(string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/payments/v1/payments/force/cancel", body, headers);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public async Task<decimal> BalanceOfAsync(long accountId) =>
        (await GetAsync($"/sandbox/accounts/{accountId}")).Json.GetProperty("balance").GetDecimal();

    /// <summary>Sends exactly these bytes and headers, with the tenant unless it is among them.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("content-type", "application/json");
        }
        if (!headers.Any(header => string.Equals(header.Name, "x-tenant", StringComparison.OrdinalIgnoreCase)))
            request.Headers.TryAddWithoutValidation("x-tenant", org);
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
        var check = await GetAsync("/sandbox/check");
        _http.Dispose();
        Assert.True(check.Code == 200 && check.Json.GetProperty("ok").GetBoolean(), $"the books of {org} are wrong: {check.Text}");
    }
}
