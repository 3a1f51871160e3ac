using System.Text;
using System.Text.Json.Nodes;

namespace ForceOps.Flow;

/// <summary>A client that was written from Pismo's pages. It keeps a line of each call, which docs/pismo.md prints.</summary>
internal sealed class FlowClient(Uri url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = url };

    /// <summary>The calls so far: method, path without ids, status, and what the step is for.</summary>
    internal List<string> Lines { get; } = [];

    internal string? Token { get; set; }

    /// <summary>Calls, expects the status, and answers the body.</summary>
    /// <param name="why">What the step is for, in the words of the tour.</param>
    /// <param name="shown">The path as the tour shows it, when ids are in it.</param>
    internal async Task<JsonNode> CallAsync(
        HttpMethod method, string path, int status, string why, JsonNode? body = null, string? shown = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("x-tenant", FlowService.Org);
        if (Token is not null)
            request.Headers.Authorization = new("Bearer", Token);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{method} {path} {body}: {(int)answer.StatusCode} {text}");
        Lines.Add($"| `{method} {shown ?? path}` | {status} | {why} |");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    internal Task<JsonNode> PostAsync(string path, int status, string why, JsonNode body) =>
        CallAsync(HttpMethod.Post, path, status, why, body);

    internal Task<JsonNode> GetAsync(string path, string why, string? shown = null, int status = 200) =>
        CallAsync(HttpMethod.Get, path, status, why, shown: shown);

    internal Task<JsonNode> PatchAsync(string path, string why, JsonNode body, string shown) =>
        CallAsync(HttpMethod.Patch, path, 204, why, body, shown);

    /// <summary>Gets a token of the org, or of one account, and uses it from here on.</summary>
    internal async Task LogInAsync(long? account = null)
    {
        Token = null;
        var body = new JsonObject { ["server_key"] = FlowService.ServerKey, ["server_secret"] = FlowService.ServerSecret };
        if (account is not null)
            body["account_id"] = account;
        var answer = await PostAsync(
            "/passport/v2/s2s/access-token", 200, account is null ? "get a token of the org" : "get a token of the account", body);
        Token = (string)answer["token"]!;
    }

    public void Dispose() => _http.Dispose();
}
