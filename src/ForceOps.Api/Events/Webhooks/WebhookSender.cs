using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>
/// Sends one signed request to one receiver. It follows no redirects, because the signature is for this receiver. It keeps no
/// cookies, and uses no proxy, because receivers are usually on loopback.
/// </summary>
internal sealed class WebhookSender(IOptions<ForceOpsOptions> options, ReceiverRules receivers, TimeProvider clock) : IDisposable
{
    /// <summary>
    /// The most bytes of an answer's body that are read so that the connection can be used again. The connection is closed when
    /// the receiver sends more.
    /// </summary>
    private const int DrainBytesMax = 4096;

    private readonly TimeSpan _timeout = options.Value.Webhooks.Timeout;

    private readonly TimeSpan _retryAfterMax = options.Value.Webhooks.RetryAfterMax;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxResponseDrainSize = DrainBytesMax,
        // The address is checked behind the resolution of the name, and the connection goes to the very address that was checked.
        ConnectCallback = receivers.ConnectAsync,
        // After this time a connection is opened anew, so that a receiver that moved to another address is found again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>
    /// Sends the event; returns the status of the answer and, unless it was a success, a short text of the reason, and the time
    /// after which the receiver wants the next request. The status is null when there was no answer.
    /// </summary>
    /// <param name="url">The address of the receiver.</param>
    /// <param name="keys">The key of the secret, and during a rotation the key of the previous one behind it.</param>
    /// <param name="message">What is sent.</param>
    /// <param name="cancel">Ends the request without a result.</param>
    internal async Task<(int? Status, string? Error, TimeSpan? RetryAfter)> SendAsync(
        string url, IReadOnlyList<byte[]> keys, WebhookMessage message, CancellationToken cancel)
    {
        if (receivers.Refuse(url) is { } refused)
            return (null, $"not sent: the address {refused}", null);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(_timeout);
        try
        {
            using var request = Request(url, keys, message, (clock.GetUtcNow() - message.Age).ToUnixTimeSeconds());
            // The answer is disposed unread: the handler reads a few bytes of it and drops the rest.
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : Reason(answer), RetryAfter(answer));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, $"no answer within {_timeout}", null);
        }
        catch (HttpRequestException error)
        {
            return (null, error.InnerException is ReceiverRefusedException refusal
                ? $"not sent: the address {refusal.Message}"
                : error.HttpRequestError.ToString(), null);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Reason(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Gone ? "the receiver is gone, and the webhook is off" : "the receiver refused";

    /// <summary>
    /// Returns the time that a busy receiver asks for, at most the longest that the settings allow; null for other answers, whose
    /// header means something else.
    /// </summary>
    private TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        var isBusy = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        if (!isBusy || answer.Headers.RetryAfter is not { } header)
            return null;
        var asked = header.Delta ?? header.Date - clock.GetUtcNow();
        return asked > _retryAfterMax ? _retryAfterMax : asked;
    }

    private static HttpRequestMessage Request(string url, IReadOnlyList<byte[]> keys, WebhookMessage message, long timestamp)
    {
        var id = message.Id.ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(message.Sent ?? message.Signed) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("user-agent", "ForceOps");
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        var signatures = keys.Select(key => WebhookSignature.Of(key, id, timestamp, message.Signed)).ToList();
        // Of several signatures the C# libraries never look at the last one (their loop ends at the last space), so the first one
        // stands there again.
        if (signatures.Count > 1)
            signatures.Add(signatures[0]);
        request.Headers.TryAddWithoutValidation("webhook-signature", string.Join(' ', signatures));
        return request;
    }
}

/// <summary>Holds what one request to a receiver says.</summary>
/// <param name="Id">The id of the event.</param>
/// <param name="Signed">The body that is signed.</param>
internal sealed record WebhookMessage(Guid Id, byte[] Signed)
{
    /// <summary>The body that is sent in place of the signed one; null when the signed one is.</summary>
    internal byte[]? Sent { get; init; }

    /// <summary>How long ago the request says that it was signed.</summary>
    internal TimeSpan Age { get; init; }
}

/// <summary>
/// Makes the signature of Standard Webhooks, version 1: the HMAC-SHA256 over id, timestamp and body with points between them.
/// </summary>
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
