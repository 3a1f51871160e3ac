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
/// Checks the signature of a request in strict mode. The signature is the Base64 of the HMAC-SHA256 over key, request id,
/// timestamp and body, one after the other (Authentication-Header). A repeated request id is not refused: the repeat gets the
/// first answer.
/// </summary>
internal sealed class FiservSignature(TimeProvider clock, IOptions<ForceOpsOptions> options, IOptions<FiservOptions> fiserv)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly FrozenDictionary<string, FiservKeyOptions> _keys =
        fiserv.Value.Keys.DistinctBy(key => key.ApiKey, StringComparer.Ordinal).ToFrozenDictionary(key => key.ApiKey, StringComparer.Ordinal);

    /// <summary>
    /// Checks the key, the timestamp and the signature of a request; returns the key's org, or the reason of the refusal.
    /// </summary>
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

    /// <summary>
    /// Returns the org of the key that the request names, without checking the signature; null when the key is unknown. In open
    /// mode, where keys are ignored, it returns the default org.
    /// </summary>
    internal OrgId? OrgNamedBy(HttpContext http) => options.Value.Mode == ForceOpsMode.Open
        ? OrgId.Default
        : _keys.TryGetValue(http.Request.Headers["Api-Key"].ToString(), out var key) ? OrgId.Parse(key.Tenant) : null;

    private bool IsRecent(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 253_402_300_800_000
        && (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).Duration() <= Window;

    /// <summary>
    /// Compares a signature with the expected one. The comparison takes the same time whichever part of the signature is wrong.
    /// </summary>
    internal static bool Signs(FiservKeyOptions key, string requestId, string timestamp, ReadOnlySpan<byte> body, string sent)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key.Secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(key.ApiKey + requestId + timestamp));
        hmac.AppendData(body);
        var expected = Convert.ToBase64String(hmac.GetHashAndReset());
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(sent));
    }
}

/// <summary>
/// Makes the tracking id of a request from the merchant's account and the Client-Request-Id. A Client-Request-Id that is too long
/// for a tracking id is replaced by its hash.
/// </summary>
internal static class FiservKey
{
    private const string Prefix = "fiserv:";

    /// <summary>
    /// The length of the hash in bytes. 27 bytes are 36 characters of Base64, which fit behind the longest account id. Collisions
    /// of 216 bits do not occur in practice.
    /// </summary>
    private const int HashBytes = 27;

    internal static TrackingId Of(long accountId, string clientRequestId) =>
        TrackingId.TryParse($"{Prefix}{accountId}:{clientRequestId}", out var key)
            ? key
            : TrackingId.Parse($"{Prefix}{accountId}#{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(clientRequestId)).AsSpan(0, HashBytes))}");
}
