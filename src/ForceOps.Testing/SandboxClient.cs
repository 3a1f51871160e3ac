using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ForceOps.Testing;

/// <summary>Speaks to the sandbox routes in the name of one org. An answer that is no success becomes an exception.</summary>
internal sealed class SandboxClient : IDisposable
{
    private readonly HttpClient _sandbox;

    internal SandboxClient(SocketsHttpHandler sockets, Uri url, string tenant, string? key)
    {
        Tenant = tenant;
        Http = Make(sockets, url, tenant);
        _sandbox = Make(sockets, url, tenant);
        if (key is not null)
            _sandbox.DefaultRequestHeaders.Add("x-sandbox-key", key);
    }

    internal string Tenant { get; }

    /// <summary>The client for the emulated routes; the sandbox's key is not in it, as it is not in a real client.</summary>
    internal HttpClient Http { get; }

    internal async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken stop)
    {
        var route = "sandbox/" + path.TrimStart('/');
        using var request = new HttpRequestMessage(method, new Uri(route, UriKind.Relative));
        // Whole, not in chunks: the length is then in the request, as most clients send it.
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await _sandbox.SendAsync(request, stop).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            var said = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
            throw new ForceOpsException($"{method} /{route} of {Tenant} was answered {(int)answer.StatusCode}: {said}");
        }
        return answer.StatusCode == HttpStatusCode.NoContent
            ? default
            : await answer.Content.ReadFromJsonAsync<JsonElement>(stop).ConfigureAwait(false);
    }

    public void Dispose()
    {
        Http.Dispose();
        _sandbox.Dispose();
    }

    private static HttpClient Make(SocketsHttpHandler sockets, Uri url, string tenant)
    {
        var http = new HttpClient(sockets, disposeHandler: false) { BaseAddress = new Uri(url.ToString().TrimEnd('/') + "/") };
        http.DefaultRequestHeaders.Add("x-tenant", tenant);
        return http;
    }
}
