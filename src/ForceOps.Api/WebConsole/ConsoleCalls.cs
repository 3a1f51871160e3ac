using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using ForceOps.Api.Access;
using ForceOps.Api.Hosting;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.WebConsole;

/// <summary>
/// Sends what the console changes as requests to the service's own address. They pass every gate, fault and journal that a client's
/// requests pass, and whoever looks sees the same answer as with curl.
/// </summary>
internal sealed class ConsoleCalls(IServer server, IOptions<ForceOpsOptions> options) : IDisposable
{
    /// <summary>The time after which an answer is no longer waited for: a fault can hold one back for as long as it likes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = Patience,
    };

    private readonly string? _key = options.Value.Sandbox.Key;

    /// <summary>The address of the service as a program on this machine reaches it.</summary>
    internal Uri Address => new(ListenAddresses.Reachable(
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? Kestrel.Default));

    /// <summary>Sends a request of the org, with the sandbox's key where the route asks for it.</summary>
    internal async Task<CallAnswer> SendAsync(
        OrgId org, string method, string path, string? json = null, IEnumerable<(string Name, string Value)>? headers = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(Address, path));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("x-tenant", org.ToString());
        request.Headers.TryAddWithoutValidation("user-agent", CallerHeaders.ConsoleAgent);
        if (_key is not null)
            request.Headers.TryAddWithoutValidation(SandboxKey.Header, _key);
        foreach (var (name, value) in headers ?? [])
            request.Headers.TryAddWithoutValidation(name, value);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            var sent = response.Headers.Concat(response.Content.Headers).Select(header => (header.Key, string.Join(", ", header.Value)));
            return new CallAnswer((int)response.StatusCode, body, [.. sent], Stopwatch.GetElapsedTime(started));
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            var why = error is TaskCanceledException ? $"no answer within {Patience.TotalSeconds:0} s" : "the connection ended without an answer";
            return new CallAnswer(0, why, [], Stopwatch.GetElapsedTime(started));
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>Holds the answer to a request that the console sent.</summary>
/// <param name="Status">The status; 0 when there was no answer.</param>
/// <param name="Body">The body; the reason when there was no answer.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Took">The time until the whole answer was there.</param>
public sealed record CallAnswer(int Status, string Body, IReadOnlyList<(string Name, string Value)> Headers, TimeSpan Took)
{
    internal bool IsSuccess => Status is >= (int)HttpStatusCode.OK and < (int)HttpStatusCode.MultipleChoices;

    /// <summary>The sentence of a refusal for people; the body when it has none.</summary>
    internal string Sentence
    {
        get
        {
            if (Status == 0)
                return Body;
            try
            {
                using var json = JsonDocument.Parse(Body);
                foreach (var name in (string[])["detail", "message"])
                {
                    if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var text))
                        return text.ToString();
                }
            }
            catch (JsonException)
            {
                // The body is no JSON: a fault's own text.
            }
            return Body;
        }
    }
}
