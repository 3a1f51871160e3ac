using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// Whether a request may pass in strict mode: Base64 of the HMAC-SHA256 over key, request id, timestamp and body, one after the other
/// (Authentication-Header). A request id that repeats is no refusal: it gets its first answer.
/// </summary>
internal sealed class FiservSignature(TimeProvider clock, IOptions<ForceOpsOptions> options, IOptions<FiservOptions> fiserv)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly FrozenDictionary<string, FiservKeyOptions> _keys =
        fiserv.Value.Keys.DistinctBy(key => key.ApiKey, StringComparer.Ordinal).ToFrozenDictionary(key => key.ApiKey, StringComparer.Ordinal);

    /// <summary>The key's org, or why not.</summary>
    internal async ValueTask<(OrgId? Org, Refusal Refusal)> CheckAsync(HttpContext http, int bodyBytesMax)
    {
        var headers = http.Request.Headers;
        var (requestId, timestamp) = (headers[FiservGate.ClientRequestId].ToString(), headers["Timestamp"].ToString());
        var isHmac = headers["Auth-Token-Type"].ToString() is "" or "HMAC";
        if (!isHmac || requestId.Length == 0 || !_keys.TryGetValue(headers["Api-Key"].ToString(), out var key) || !IsRecent(timestamp))
            return (null, Refusal.Unauthorized);
        if (await BufferedBody.ReadAsync(http.Request, bodyBytesMax) is not { } body)
            return (null, Refusal.BodyTooLarge);
        return Signs(key, requestId, timestamp, body.Span, headers.Authorization.ToString())
            ? (OrgId.Parse(key.Tenant), default)
            : (null, Refusal.Unauthorized);
    }

    /// <summary>The org of the key that the request names, whether or not it proves to hold it; the default org in open mode, which looks at no key.</summary>
    internal OrgId? OrgNamedBy(HttpContext http) => options.Value.Mode == ForceOpsMode.Open
        ? OrgId.Default
        : _keys.TryGetValue(http.Request.Headers["Api-Key"].ToString(), out var key) ? OrgId.Parse(key.Tenant) : null;

    private bool IsRecent(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 253_402_300_800_000
        && (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).Duration() <= Window;

    /// <summary>Takes the same time whatever part of the signature is wrong.</summary>
    internal static bool Signs(FiservKeyOptions key, string requestId, string timestamp, ReadOnlySpan<byte> body, string sent)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key.Secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(key.ApiKey + requestId + timestamp));
        hmac.AppendData(body);
        var expected = Convert.ToBase64String(hmac.GetHashAndReset());
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(sent));
    }
}

/// <summary>The tracking id of a request: its Client-Request-Id, of its merchant; a hash of it when it is too long.</summary>
internal static class FiservKey
{
    private const string Prefix = "fiserv:";

    /// <summary>27 bytes are 36 characters, which fit behind the longest account id; 216 bits collide for nobody.</summary>
    private const int HashBytes = 27;

    internal static TrackingId Of(long accountId, string clientRequestId) =>
        TrackingId.TryParse($"{Prefix}{accountId}:{clientRequestId}", out var key)
            ? key
            : TrackingId.Parse($"{Prefix}{accountId}#{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(clientRequestId)).AsSpan(0, HashBytes))}");
}
