using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Traffic;

/// <summary>Sends events to an address, signed by Standard Webhooks as the service signs its own. It tries each event once.</summary>
internal sealed class EventForwarder : IDisposable
{
    private const string SecretPrefix = "whsec_";
    private const int KeyBytes = 24;

    private readonly HttpClient _http = NearbyHttp.NewClient(TimeSpan.FromSeconds(10));
    private readonly Uri _address;
    private readonly byte[] _key;

    internal EventForwarder(string address, string? secret)
    {
        _address = NearbyHttp.AddressOf(address)
            ?? throw ToolException.Wrong($"{address} is no address of a receiver; write it as http://localhost:3000/hooks.");
        _key = secret is null ? RandomNumberGenerator.GetBytes(KeyBytes) : Key(secret);
    }

    internal string Secret => SecretPrefix + Convert.ToBase64String(_key);

    /// <summary>Sends the event; returns what came back, as markup.</summary>
    internal async Task<string> SendAsync(string body, CancellationToken cancel)
    {
        var (id, now) = (JsonElement.Parse(body).Text("event_id")!, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        using var request = new HttpRequestMessage(HttpMethod.Post, _address);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("user-agent", "ForceOps");
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", $"{now}");
        request.Headers.TryAddWithoutValidation(
            "webhook-signature", $"v1,{Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{id}.{now}.{body}")))}");
        try
        {
            using var answer = await _http.SendAsync(request, cancel);
            return Shown.Status((int)answer.StatusCode);
        }
        catch (HttpRequestException error)
        {
            return $"[red]{error.HttpRequestError}[/]";
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return "[red]no answer within 10 s[/]";
        }
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Key(string secret)
    {
        var text = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret;
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length >= KeyBytes
            ? key[..length]
            : throw ToolException.Wrong("--secret must be whsec_ and the Base64 of 24 bytes or more.");
    }
}
