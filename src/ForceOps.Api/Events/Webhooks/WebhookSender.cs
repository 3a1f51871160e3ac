using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>One signed request to one receiver. No redirects (the signature is for this receiver), no cookies, no proxy (receivers are on loopback as a rule).</summary>
internal sealed class WebhookSender(IOptions<ForceOpsOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>Of an answer's body is read what lets the connection be used again; a receiver with more to say loses the connection.</summary>
    private const int DrainBytesMax = 4096;

    private readonly TimeSpan _timeout = options.Value.Webhooks.Timeout;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxResponseDrainSize = DrainBytesMax,
        // A receiver that moves to another address is found again after this time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>The status of the answer, or in a word why there was none.</summary>
    internal async Task<(int? Status, string? Error)> SendAsync(string url, byte[] key, Guid eventId, byte[] body, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(_timeout);
        try
        {
            using var request = Request(url, key, eventId.ToString(), clock.GetUtcNow().ToUnixTimeSeconds(), body);
            // Disposed unread: the handler drains a little and drops the rest.
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : "the receiver refused");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, $"no answer within {_timeout}");
        }
        catch (HttpRequestException error)
        {
            return (null, error.HttpRequestError.ToString());
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(string url, byte[] key, string id, long timestamp, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("user-agent", "ForceOps");
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(key, id, timestamp, body));
        return request;
    }
}

/// <summary>The signature of Standard Webhooks, version 1: HMAC-SHA256 over id, timestamp and body with points between them.</summary>
internal static class WebhookSignature
{
    internal static string Of(byte[] key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        mac.AppendData(body);
        return $"v1,{Convert.ToBase64String(mac.GetHashAndReset())}";
    }
}
